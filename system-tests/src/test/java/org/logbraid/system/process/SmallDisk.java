package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A small disk in memory that a test fills and frees. Mounting one needs root, or {@code sudo} that asks nothing: where
 * neither is there the test fails and says so. One that a killed run has left is unmounted first.
 */
public final class SmallDisk implements BeforeEachCallback, AfterEachCallback, Closeable {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");
    private static final String NAME = "logbraid-test";
    private static final int PIECE_BYTES = 1024 * 1024;

    /** So slowly that whoever looks ten times a second sees the room go. */
    private static final long PIECE_NANOS = 4_000_000;

    private final int mebibytes;
    private final Path folder;

    SmallDisk(int mebibytes) {
        this(mebibytes, Path.of("target", "small-disk"));
    }

    private SmallDisk(int mebibytes, Path folder) {
        this.mebibytes = mebibytes;
        this.folder = folder.toAbsolutePath();
    }

    /** One that is there until it is closed. */
    public static SmallDisk at(Path folder, int mebibytes) throws IOException, InterruptedException {
        var disk = new SmallDisk(mebibytes, folder);
        disk.mount();
        return disk;
    }

    /** Unmounts those that a killed run has left anywhere in a folder. */
    public static void unmountLeftovers(Path folder) throws IOException, InterruptedException {
        for (String line : Files.readAllLines(MOUNTS)) {
            String[] words = line.split(" ");
            if (words[0].equals(NAME) && Path.of(words[1]).startsWith(folder.toAbsolutePath())) {
                new SmallDisk(0, Path.of(words[1])).unmount();
            }
        }
    }

    public Path folder() {
        return folder;
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException, InterruptedException {
        mount();
    }

    private void mount() throws IOException, InterruptedException {
        unmount();
        Files.createDirectories(folder);
        String said =
                asRoot("mount", "-t", "tmpfs", "-o", "mode=1777,size=" + mebibytes + "m", NAME, folder.toString());
        if (!isMounted()) {
            throw new AssertionError("this test fills a disk and has to mount a small one, in memory: run it as root,"
                    + " in a container that may mount (CAP_SYS_ADMIN). mount said: " + said);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        remove();
    }

    private void remove() throws IOException, InterruptedException {
        unmount();
        Files.deleteIfExists(folder);
    }

    @Override
    public void close() throws IOException {
        try {
            remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a disk was unmounted");
        }
    }

    private void unmount() throws IOException, InterruptedException {
        if (isMounted()) {
            String said = asRoot("umount", folder.toString());
            if (isMounted()) {
                said += asRoot("umount", "--lazy", folder.toString()); // somebody still has a file open
            }
            if (isMounted()) {
                throw new AssertionError("cannot be unmounted: " + folder + ": " + said);
            }
        }
    }

    private boolean isMounted() throws IOException {
        return Files.readAllLines(MOUNTS).stream().anyMatch(line -> line.contains(" " + folder + " "));
    }

    /** What the command said; whether it did anything is seen by its effect. */
    private static String asRoot(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("sudo", "-n"));
        }
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return said;
    }

    /** Leaves no more room than so many bytes. */
    public void fill(long leftBytes) throws IOException {
        FileStore store = Files.getFileStore(folder);
        var piece = ByteBuffer.allocate(PIECE_BYTES);
        try (FileChannel file = FileChannel.open(ballast(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long more = store.getUsableSpace() - leftBytes; more > 0; more = store.getUsableSpace() - leftBytes) {
                piece.clear().limit((int) Math.min(more, PIECE_BYTES));
                file.write(piece);
                LockSupport.parkNanos(PIECE_NANOS);
            }
        }
    }

    /** Gives the room back. */
    public void free() throws IOException {
        Files.delete(ballast());
    }
}
