package org.logbraid.collector.journal.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.clock.SystemClock;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.testing.SimulatedTime;

/** A journal over many files: going on, reading across them, letting go of the oldest. */
class RollingTest {
    private static final int MIB = 1024 * 1024;
    private static final int ENTRY_BYTES = MIB - 100;
    private static final int ROUNDS = 60;

    @TempDir
    Path folder;

    private ChronicleJournal open(long retentionBytes) throws IOException {
        return open(retentionBytes, Duration.ofDays(1), SystemClock.INSTANCE);
    }

    private ChronicleJournal open(long retentionBytes, Duration age, Clock clock) throws IOException {
        var settings =
                JournalSettings.DEFAULT.keepingNothing().withCycles(4L * MIB).withReserve(0);
        return ChronicleJournal.open(folder, settings.keeping(retentionBytes, age), clock);
    }

    private static byte[] content(long index) {
        byte[] content = new byte[ENTRY_BYTES];
        new Random(index).nextBytes(content);
        return content;
    }

    private static void append(ChronicleJournal journal, int from, int to) throws IOException {
        append(journal, from, to, SystemClock.INSTANCE.epochNanos());
    }

    private static void append(ChronicleJournal journal, int from, int to, long now) throws IOException {
        for (int index = from; index <= to; index++) {
            journal.append(new EntryHeader(index, 1, now, 0, EntryType.FRAME), content(index), 0, ENTRY_BYTES);
        }
        journal.sync();
    }

    private static void expect(ChronicleJournal journal, long from, long to) throws IOException {
        try (JournalReader reader = journal.openReader()) {
            for (long index = from; index <= to; index++) {
                assertThat(reader.read(index)).isTrue();
                assertThat(reader.length()).isEqualTo(ENTRY_BYTES);
                assertThat(reader.content()).startsWith(Arrays.copyOf(content(index), 64));
            }
        }
    }

    @Test
    void readersCrossFilesAndSoDoesARestart() throws IOException {
        try (var journal = open(0)) {
            append(journal, 1, 18);
            expect(journal, 1, 18);
            assertThat(CycleFiles.list(folder)).hasSizeBetween(4, 6);
        }
        try (var journal = open(0)) {
            expect(journal, 1, 18);
        }
    }

    @Test
    void aReaderFollowsTheAppenderFromFileToFile() throws IOException {
        try (var journal = open(0);
                JournalReader reader = journal.openReader()) {
            for (int index = 1; index <= 14; index++) {
                append(journal, index, index);
                assertThat(reader.read(index)).isTrue();
                assertThat(reader.read(index + 1)).isFalse();
            }
        }
    }

    @Test
    void onlyWholeFilesBelowWhatIsNeededGo() throws IOException {
        try (var journal = open(0)) {
            append(journal, 1, 18);

            journal.release(10);

            assertThat(journal.firstIndex()).isBetween(6L, 10L);
            expect(journal, journal.firstIndex(), 18);
            try (JournalReader reader = journal.openReader()) {
                assertThatThrownBy(() -> reader.read(journal.firstIndex() - 1))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no longer kept");
            }
        }
        try (var journal = open(0)) {
            assertThat(journal.firstIndex()).isBetween(6L, 10L);
            expect(journal, journal.firstIndex(), 18);
            append(journal, 19, 20);
            expect(journal, 10, 20);
        }
    }

    @Test
    void noFileThatIsDeletedComesBackBecauseAReaderIsOpened() throws Exception {
        try (var journal = open(0)) {
            append(journal, 1, 1);
            var over = new AtomicBoolean();
            CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> openReaders(journal, over));
            int last = 1;
            for (int i = 0; i < ROUNDS; i++) {
                append(journal, last + 1, last + 5);
                last += 5;
                int oldest = journal.map().of(journal.firstIndex()).cycle();
                assertThat(CycleFiles.list(folder))
                        .allSatisfy(file -> assertThat(file.cycle()).isGreaterThanOrEqualTo(oldest));
                journal.release(last);
            }
            over.set(true);
            assertThat(reading.get(1, TimeUnit.MINUTES)).isPositive();
        }
    }

    private static int openReaders(ChronicleJournal journal, AtomicBoolean over) {
        int opened = 0;
        while (!over.get()) {
            long newest = journal.lastIndex();
            try (JournalReader reader = journal.openReader()) {
                assertThat(reader.read(newest)).isTrue();
                opened++;
            } catch (IOException e) {
                if (newest >= journal.firstIndex()) { // else it was let go of meanwhile
                    throw new UncheckedIOException(e);
                }
            }
        }
        return opened;
    }

    @Test
    void whatRetentionWantsStays() throws IOException {
        try (var journal = open(1L << 30)) {
            append(journal, 1, 18);

            journal.release(18);

            assertThat(journal.firstIndex()).isEqualTo(1);
            expect(journal, 1, 18);
        }
    }

    @Test
    void whatOtherMembersNeedStaysWithinABound() throws IOException {
        var roomy = new JournalSettings(4L * MIB, 16L * MIB, 0, Duration.ZERO, 64L * MIB, 0);
        try (var journal = ChronicleJournal.open(folder.resolve("roomy"), roomy, SystemClock.INSTANCE)) {
            append(journal, 1, 18);
            journal.wantedFrom(8);

            journal.release(18);
            assertThat(journal.firstIndex()).isBetween(5L, 8L);

            journal.wantedFrom(19);
            journal.release(18);
            assertThat(journal.firstIndex()).isGreaterThan(8);
        }
        var bounded = new JournalSettings(4L * MIB, 16L * MIB, 0, Duration.ZERO, 5L * MIB, 0);
        try (var journal = ChronicleJournal.open(folder.resolve("bounded"), bounded, SystemClock.INSTANCE)) {
            append(journal, 1, 18);
            journal.wantedFrom(1);

            journal.release(18);

            assertThat(journal.firstIndex()).isGreaterThan(8);
        }
    }

    /** A file's length says nothing: most of it is a hole. */
    @Test
    void retentionCountsWhatFilesHold() throws IOException {
        try (var journal = open(10L * MIB)) {
            append(journal, 1, 18);

            journal.release(18);

            assertThat(journal.firstIndex()).isBetween(5L, 9L); // of about 4 MiB each, two files and the newest one
        }
        try (var journal = open(10L * MIB)) { // the newest one is finished now
            append(journal, 19, 19);

            journal.release(19);

            assertThat(journal.firstIndex()).isBetween(9L, 13L);
            expect(journal, journal.firstIndex(), 19);
        }
    }

    @Test
    void retentionLetsGoOfWhatIsTooOld() throws IOException {
        var clock = new SimulatedTime().machine(0);
        long begin = clock.epochNanos();
        try (var journal = open(1L << 30, Duration.ofHours(1), clock)) {
            append(journal, 1, 9, begin);
            append(journal, 10, 18, begin + Duration.ofMinutes(40).toNanos());
            clock.step(Duration.ofHours(1));

            journal.release(18);
            assertThat(journal.firstIndex()).isEqualTo(1);

            clock.step(Duration.ofNanos(1));
            journal.release(18);
            assertThat(journal.firstIndex()).isBetween(5L, 10L); // the file that holds the 9th also holds younger ones
        }
        try (var journal = open(1L << 30, Duration.ofHours(1), clock)) {
            clock.step(Duration.ofMinutes(40));

            journal.release(18);

            assertThat(journal.firstIndex()).isBetween(16L, 18L);
            expect(journal, journal.firstIndex(), 18);
        }
    }

    /** However little is to be kept, and however old it is. */
    @Test
    void whatIsNeededStaysWhateverRetentionSays() throws IOException {
        var clock = new SimulatedTime().machine(0);
        try (var journal = open(0, Duration.ZERO, clock)) {
            append(journal, 1, 18, clock.epochNanos());
            clock.step(Duration.ofDays(400));

            for (int needed = 1; needed <= 18; needed++) {
                journal.release(needed);

                assertThat(journal.firstIndex()).isLessThanOrEqualTo(needed);
                expect(journal, needed, 18);
            }
        }
    }

    /** The greatest entries in the smallest blocks. */
    @Test
    void entriesCrossBlocks() throws IOException {
        var settings = new JournalSettings(256L * MIB, 16L * MIB, 0, Duration.ZERO, 0, 0);
        byte[] content = new byte[Frames.MAX_BODY_BYTES + 64 * 1024];
        try (var journal = ChronicleJournal.open(folder, settings, SystemClock.INSTANCE)) {
            for (int index = 1; index <= 60; index++) {
                Arrays.fill(content, (byte) index);
                journal.append(new EntryHeader(index, 1, index, 0, EntryType.FRAME), content, 0, content.length);
            }
            assertThat(CycleFiles.list(folder)).hasSize(1);
        }
        try (var journal = ChronicleJournal.open(folder, settings, SystemClock.INSTANCE);
                JournalReader reader = journal.openReader()) {
            for (int index = 1; index <= 60; index++) {
                assertThat(reader.read(index)).isTrue();
                Arrays.fill(content, (byte) index);
                assertThat(Arrays.copyOf(reader.content(), reader.length())).isEqualTo(content);
            }
        }
    }

    @Test
    void everythingMayGoButTheFileThatIsWritten() throws IOException {
        try (var journal = open(0)) {
            append(journal, 1, 9);

            journal.release(10);

            assertThat(journal.firstIndex()).isGreaterThan(4);
            expect(journal, journal.firstIndex(), 9);
            append(journal, 10, 12);
            expect(journal, journal.firstIndex(), 12);
        }
    }
}
