package org.logbraid.common.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NioDiskTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final Disk disk = new NioDisk();

    @Test
    void aFileStaysTheSameWhileItGrowsAndIsRenamed() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("a"), "one\n");
        FileStat before = stat(file);

        // when
        Files.writeString(file, "two\n", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(1, TimeUnit.SECONDS));
        Files.move(file, folder.resolve("b"));

        // then
        FileStat after = stat(folder.resolve("b"));
        assertThat(after.sameFile(before)).isTrue();
        assertThat(after.sizeBytes()).isEqualTo(8);
        assertThat(disk.stat(file)).isNull();
    }

    @Test
    void aFollowingFileIsNotTheSameThoughItMayGetTheInode() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("a"), "one\n");
        FileStat before = stat(file);

        // when
        Files.delete(file);
        Files.writeString(file, "one\n");

        // then
        assertThat(stat(file).sameFile(before)).isFalse();
    }

    @Test
    void linksAreFollowedAndDanglingOnesAreNothing() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("a"), "one\n");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        // then
        assertThat(stat(link).sameFile(stat(file))).isTrue();
        Files.delete(file);
        assertThat(disk.stat(link)).isNull();
        assertThat(disk.stat(link.resolve("below"))).isNull();
        assertThat(disk.stat(Files.createSymbolicLink(folder.resolve("self"), Path.of("self"))))
                .isNull();
    }

    /** X7. */
    @Test
    @Timeout(10)
    void aFifoOrADeviceIsRefusedNotWaitedFor() throws Exception {
        // given
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();

        // then
        assertThat(stat(fifo).kind()).isEqualTo(FileStat.Kind.OTHER);
        assertThatThrownBy(() -> disk.openForReading(fifo)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> disk.openForWriting(fifo)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> disk.openForReading(Path.of("/dev/zero"))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> disk.openForReading(folder)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> disk.openForReading(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void whatIsWrittenAtAPlaceIsReadThere() throws IOException {
        // given
        byte[] bytes = new byte[700_001];
        new Random(5).nextBytes(bytes);
        Path path = folder.resolve("a");

        // when
        try (DiskFile file = disk.openForWriting(path)) {
            file.write(bytes, 1, bytes.length - 1, 3);
            file.force();

            // then
            byte[] read = new byte[bytes.length + 10];
            assertThat(file.size()).isEqualTo(700_003);
            assertThat(file.read(read, 1, read.length - 1, 3)).isEqualTo(700_000);
            read[0] = bytes[0];
            assertThat(read).startsWith(bytes);
            assertThat(file.read(read, 0, 10, 700_003)).isZero();
            assertThat(file.read(read, 0, 10, 800_000)).isZero();
            file.truncate(5);
            assertThat(file.size()).isEqualTo(5);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .startsWith("rw-")
                .endsWith("---");
    }

    @Test
    void anOpenFileGoesOnWhenItsNameIsGone() throws IOException {
        // given
        Path path = Files.writeString(folder.resolve("a"), "one\n");
        try (DiskFile file = disk.openForReading(path)) {
            // when
            disk.delete(path);
            disk.delete(path);

            // then
            byte[] read = new byte[4];
            assertThat(file.read(read, 0, 4, 0)).isEqualTo(4);
            assertThat(new String(read, UTF_8)).isEqualTo("one\n");
        }
    }

    /** X6. */
    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));

        assertThatThrownBy(() -> disk.openForWriting(link)).isInstanceOf(IOException.class);
        assertThat(Files.exists(folder.resolve("elsewhere"))).isFalse();
    }

    @Test
    void foldersAreMadeListedAndForced() throws IOException {
        // when
        disk.createFolders(folder.resolve("x/y"));
        disk.createFolders(folder.resolve("x/y"));
        Files.writeString(folder.resolve("x/a"), "");
        disk.rename(folder.resolve("x/a"), folder.resolve("x/b"));
        disk.forceFolder(folder.resolve("x"));

        // then
        assertThat(disk.list(folder.resolve("x")))
                .containsExactlyInAnyOrder(folder.resolve("x/y"), folder.resolve("x/b"));
        assertThat(disk.list(folder.resolve("absent"))).isEmpty();
        assertThat(disk.usableBytes(folder)).isPositive();
    }

    @Test
    void aLockIsHeldOnceAndOutlivesRefusedTries() throws Exception {
        // given
        Path path = folder.resolve("lock");
        try (Closeable held = disk.tryLock(path)) {
            assertThat(held).isNotNull();

            // when
            assertThat(disk.tryLock(path)).isNull();
            assertThat(new NioDisk().tryLock(folder.resolve("./lock"))).isNull();

            // then
            assertThat(heldInTheEyesOfAnotherProcess(path)).isTrue();
        }
        assertThat(heldInTheEyesOfAnotherProcess(path)).isFalse();
        try (Closeable again = disk.tryLock(path)) {
            assertThat(again).isNotNull();
        }
    }

    /** The kernel lists every lock with the inode it stands on. */
    private static boolean heldInTheEyesOfAnotherProcess(Path path) throws IOException {
        Object inode = Files.getAttribute(path, "unix:ino");
        return Files.readString(Path.of("/proc/locks")).contains(":" + inode + " ");
    }

    @Test
    void aFullDiskHasATypeOfItsOwn() {
        var full = new FileSystemException("x", null, "No space left on device");
        var closed = new ClosedChannelException();

        assertThat(DiskFullException.named(folder, full)).isInstanceOf(DiskFullException.class);
        assertThat(DiskFullException.named(folder, new IOException("Input/output error")))
                .isNotInstanceOf(DiskFullException.class)
                .hasMessage("Input/output error: path=" + folder);
        assertThat(DiskFullException.named(folder, closed)).isSameAs(closed);
        assertThatThrownBy(() -> {
                    try (var channel =
                                    java.nio.channels.FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
                            var file = new NioDiskFile(Path.of("/dev/full"), channel)) {
                        file.write(new byte[10], 0, 10, 0);
                    }
                })
                .isInstanceOf(DiskFullException.class);
    }

    private FileStat stat(Path path) throws IOException {
        FileStat found = disk.stat(path);
        assertThat(found).isNotNull();
        return java.util.Objects.requireNonNull(found);
    }
}
