package org.logbraid.collector.journal.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.clock.SystemClock;

/** A journal over many files: going on, reading across them, letting go of the oldest. */
class RollingTest {
    private static final int MIB = 1024 * 1024;
    private static final int ENTRY_BYTES = MIB - 100;

    @TempDir
    Path folder;

    private ChronicleJournal open(long retentionBytes) throws IOException {
        var settings = new JournalSettings(4L * MIB, retentionBytes, Duration.ofDays(1), 0);
        return ChronicleJournal.open(folder, settings, SystemClock.INSTANCE);
    }

    private static byte[] content(long index) {
        byte[] content = new byte[ENTRY_BYTES];
        new Random(index).nextBytes(content);
        return content;
    }

    private static void append(ChronicleJournal journal, int from, int to) throws IOException {
        long now = SystemClock.INSTANCE.epochNanos();
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
                assertThat(reader.content()).startsWith(java.util.Arrays.copyOf(content(index), 64));
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
    void whatRetentionWantsStays() throws IOException {
        try (var journal = open(1L << 30)) {
            append(journal, 1, 18);

            journal.release(18);

            assertThat(journal.firstIndex()).isEqualTo(1);
            expect(journal, 1, 18);
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
