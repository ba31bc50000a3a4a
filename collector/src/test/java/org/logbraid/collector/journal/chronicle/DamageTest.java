package org.logbraid.collector.journal.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.DamagedJournalException;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.clock.SystemClock;

/** What a journal does about files that are not as it left them. */
class DamageTest {
    private static final int CONTENT_BYTES = 10_000;
    private static final int DOCUMENT_HEAD_BYTES = 4;
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path folder;

    private ChronicleJournal open() throws IOException {
        return ChronicleJournal.open(folder, JournalSettings.DEFAULT, SystemClock.INSTANCE);
    }

    private static byte[] content(long index) {
        byte[] content = new byte[CONTENT_BYTES];
        Arrays.fill(content, (byte) index);
        return content;
    }

    private static void append(ChronicleJournal journal, long from, long to, long commitIndex) throws IOException {
        for (long index = from; index <= to; index++) {
            var header = new EntryHeader(index, 1, index, commitIndex, EntryType.FRAME);
            journal.append(header, content(index), 0, CONTENT_BYTES);
        }
        journal.sync();
    }

    private List<Path> cycles() throws IOException {
        return CycleFiles.list(folder).stream().map(CycleFiles.CycleFile::path).toList();
    }

    /** Where the excerpt of an entry begins in a file. */
    private static long placeOf(Path file, long index) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] magic = "LBJ\u0001".getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length - Excerpt.HEADER_BYTES; at += 4) {
            if (Arrays.equals(bytes, at, at + 4, magic, 0, 4) && bytes[at + 16] == (byte) index) {
                return at;
            }
        }
        throw new AssertionError("no entry " + index);
    }

    private static void overwrite(Path file, long place, byte... bytes) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(place);
            open.write(bytes);
        }
    }

    private void expectAll(long last) throws IOException {
        try (ChronicleJournal journal = open();
                JournalReader reader = journal.openReader()) {
            assertThat(journal.lastIndex()).isEqualTo(last);
            for (long index = 1; index <= last; index++) {
                assertThat(reader.read(index)).isTrue();
                assertThat(Arrays.copyOf(reader.content(), reader.length())).isEqualTo(content(index));
            }
        }
    }

    private void expectRefusal(long index, Path file) {
        assertThatThrownBy(this::open)
                .isInstanceOf(DamagedJournalException.class)
                .hasMessageContaining("entry " + index + " ")
                .hasMessageContaining(file.toString());
    }

    @Test
    @DisplayName("a bad entry at or below a commit index named later stops the start and names file and index")
    void committedDamageStopsTheStart() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 5, 0);
            append(journal, 6, 6, 5);
        }
        Path file = cycles().get(0);
        overwrite(file, placeOf(file, 5) + 500, (byte) 99);

        expectRefusal(5, file);
        expectRefusal(5, file);
    }

    @Test
    void aBadEntryWithGoodOnesBehindItStopsTheStart() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 6, 0);
        }
        Path file = cycles().get(0);
        overwrite(file, placeOf(file, 3) + 30, (byte) 99);

        expectRefusal(3, file);
    }

    @Test
    void aBadLengthWithGoodEntriesBehindItStopsTheStart() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 6, 0);
        }
        Path file = cycles().get(0);
        overwrite(file, placeOf(file, 3) - DOCUMENT_HEAD_BYTES, new byte[4]);
        overwrite(file, placeOf(file, 2) + 20, (byte) 7);

        expectRefusal(2, file);
    }

    @Test
    void anOldFileThatIsDamagedStopsTheStart() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 3, 0);
        }
        try (var journal = open()) {
            append(journal, 4, 6, 0);
        }
        Path file = cycles().get(0);
        overwrite(file, placeOf(file, 3) + 100, (byte) 99);

        expectRefusal(3, file);
    }

    @Test
    void aMissingFileStopsTheStart() throws IOException {
        for (int start = 0; start < 3; start++) {
            try (var journal = open()) {
                append(journal, start * 3 + 1, start * 3 + 3, 0);
            }
        }
        Files.delete(cycles().get(1));

        assertThatThrownBy(this::open)
                .isInstanceOf(DamagedJournalException.class)
                .hasMessageContaining("4 to 6");
    }

    @Test
    @DisplayName("a torn end is cut, and what follows takes its place for good")
    void aTornEndIsCut() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 4, 0);
            append(journal, 5, 5, 4);
        }
        Path file = cycles().get(0);
        overwrite(file, placeOf(file, 5) + 500, (byte) 99);

        try (var journal = open()) {
            assertThat(journal.lastIndex()).isEqualTo(4);
            append(journal, 5, 6, 4);
        }
        expectAll(6);
        expectAll(6);
    }

    @Test
    void anEndOfWhichAPageWasNeverWrittenIsCutAlsoWithLaterPagesThere() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 9, 3);
        }
        Path file = cycles().get(0);
        long page = (placeOf(file, 6) + 4_095) / 4_096 * 4_096;
        overwrite(file, page, new byte[4_096]);

        expectAll(5);
    }

    @Test
    void anEndOfWhichTheFirstPageWasNeverWrittenIsCut() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 9, 3);
        }
        Path file = cycles().get(0);
        long head = placeOf(file, 6) - DOCUMENT_HEAD_BYTES;
        overwrite(file, head, new byte[(int) (4_096 - head % 4_096)]);

        expectAll(5);
    }

    /** Others of the group may have committed entries that this disk had not synced: they send them again. */
    @Test
    void aPageThatIsMissingIsCutThoughOthersHaveCommittedItWithoutThisDisk() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 9, 7);
        }
        Path file = cycles().get(0);
        long head = placeOf(file, 6) - DOCUMENT_HEAD_BYTES;
        overwrite(file, head, new byte[(int) (4_096 - head % 4_096)]);

        expectAll(5);
    }

    @Test
    void aPageThatIsMissingOfWhatThisDiskHadSyncedStopsTheStart() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 7, 3);
            journal.sync();
            append(journal, 8, 9, 7);
        }
        Path file = cycles().get(0);
        long head = placeOf(file, 6) - DOCUMENT_HEAD_BYTES;
        overwrite(file, head, new byte[(int) (4_096 - head % 4_096)]);

        expectRefusal(6, file);
    }

    @Test
    void aFileThatWasBeingMadeIsPutAside() throws IOException {
        try (var journal = open()) {
            append(journal, 1, 2, 0);
        }
        Files.write(CycleFiles.path(folder, 2), new byte[MIB]);
        Files.write(CycleFiles.path(folder, 3), new byte[0]);

        expectAll(2);
        try (var journal = open()) {
            append(journal, 3, 3, 0);
        }
        expectAll(3);
    }

    @Test
    void aJournalOfANewerFormatIsRefused() throws IOException {
        open().close();
        Files.writeString(folder.resolve("format"), "logbraid journal format 2\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void aFolderInUseIsRefusedAtOnceAndFreeAfterwards() throws IOException {
        try (var journal = open()) {
            long before = System.nanoTime();
            assertThatThrownBy(this::open).hasMessageContaining("in use").hasMessageContaining(folder.toString());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            append(journal, 1, 1, 0);
        }
        expectAll(1);
    }

    @Test
    void aDiskBelowItsReserveRefusesFramesLastAndWritesNothing() throws IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        var scarce = JournalSettings.DEFAULT.withReserve(Math.min(usable + usable / 2, 1L << 40));
        try (var journal = ChronicleJournal.open(folder, scarce, SystemClock.INSTANCE)) {
            byte[] term = new byte[3];
            journal.append(new EntryHeader(1, 1, 1, 0, EntryType.TERM), term, 0, 3);

            assertThatThrownBy(() -> append(journal, 2, 2, 0))
                    .isInstanceOf(JournalFullException.class)
                    .hasMessageContaining(folder.toString());
            assertThat(journal.lastIndex()).isEqualTo(1);
        }
    }
}
