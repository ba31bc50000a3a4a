package org.logbraid.collector.journal.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.testing.SimulatedTime;

/** A disk that is full in the middle of an append, on a small file system of the test's own (needs to be root). */
class FullDiskTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "logbraid-test", disk.toString()));
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString()); // Chronicle lets go of its mappings in its own time
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private ChronicleJournal open() throws IOException {
        var withoutReserve = JournalSettings.DEFAULT.withReserve(0);
        return ChronicleJournal.open(disk.resolve("journal"), withoutReserve, new SimulatedTime().machine(0));
    }

    private static byte[] content(long index) {
        byte[] content = new byte[700_000 + (int) index];
        Arrays.fill(content, (byte) (index + 1));
        return content;
    }

    private static void append(ChronicleJournal journal, long index, byte[] content) throws IOException {
        journal.append(new EntryHeader(index, 1, 0, 0, EntryType.FRAME), content, 0, content.length);
    }

    @Test
    void nothingOfAnEntryThatFindsNoRoomIsLeftAndLaterOnesFollow() throws IOException {
        try (var journal = open()) {
            append(journal, 1, content(1)); // looks how much room there is, and not again: the clock stands
            Path ballast = fillBehindItsBack(300_000);

            Throwable full = catchThrowable(() -> append(journal, 2, content(2)));

            assertThat(full).isInstanceOf(JournalFullException.class).hasMessageContaining("disk is full");
            assertThat(journal.lastIndex()).isEqualTo(1);
            append(journal, 2, new byte[] {7}); // would be read as a part of what found no room, were that not cleared
            Files.delete(ballast);
            append(journal, 3, content(3));
            journal.sync();
            expect(journal, 2);
        }
        try (var journal = open()) {
            expect(journal, 2);
        }
    }

    @Test
    void tryingTheFirstEntryOfAFileAgainAndAgainOpensItOnce() throws IOException {
        try (var journal = open()) {
            byte[] tooMuch = new byte[9 * MIB];
            assertThat(catchThrowable(() -> append(journal, 1, tooMuch))).isInstanceOf(JournalFullException.class);
            fillBehindItsBack(300_000);
            assertThat(catchThrowable(() -> append(journal, 1, content(1)))).hasMessageContaining("disk is full");
            long open = openFiles();

            for (int i = 0; i < 4; i++) { // more of them would make it look how much room there is
                assertThat(catchThrowable(() -> append(journal, 1, content(1)))).hasMessageContaining("disk is full");
            }

            assertThat(openFiles()).isEqualTo(open);
        }
    }

    @Test
    void whatIsKeptBeyondWhatIsNeededMakesWay() throws IOException {
        var time = new SimulatedTime();
        var keeping = JournalSettings.DEFAULT
                .withCycles(4L * MIB)
                .withReserve(MIB)
                .keeping(1L << 30, Duration.ofDays(36_500));
        try (var journal = ChronicleJournal.open(disk.resolve("journal"), keeping, time.machine(0))) {
            Throwable full = null;
            while (full == null) {
                time.advance(Duration.ofMillis(100)); // for it to look how much room there is
                full = catchThrowable(() -> append(journal, journal.lastIndex() + 1, content(1)));
                if (full == null) {
                    journal.release(journal.lastIndex());
                    assertThat(journal.firstIndex()).isEqualTo(1);
                }
            }
            assertThat(full).isInstanceOf(JournalFullException.class);

            journal.release(journal.lastIndex());

            assertThat(journal.firstIndex()).isGreaterThan(1);
        }
    }

    /** Descriptors of this process for files on the small disk. */
    private long openFiles() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(link -> leadsToTheDisk(link)).count();
        }
    }

    private boolean leadsToTheDisk(Path link) {
        try {
            return Files.readSymbolicLink(link).startsWith(disk);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private Path fillBehindItsBack(int bytesLeft) throws IOException {
        long room = Files.getFileStore(disk).getUsableSpace();
        return Files.write(disk.resolve("ballast"), new byte[(int) room - bytesLeft]);
    }

    /** All are there, the small one too. */
    private static void expect(ChronicleJournal journal, long small) throws IOException {
        assertThat(journal.lastIndex()).isEqualTo(small + 1);
        try (JournalReader reader = journal.openReader()) {
            for (long index = 1; index <= journal.lastIndex(); index++) {
                assertThat(reader.read(index)).isTrue();
                byte[] expected = index == small ? new byte[] {7} : content(index);
                assertThat(Arrays.copyOf(reader.content(), reader.length())).isEqualTo(expected);
            }
        }
    }
}
