package org.logbraid.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.EntryType;

/** What every journal promises to the quorum and to its readers; each implementation runs these same facts. */
public abstract class JournalContract {
    private static final long BASE_TIME = 1_700_000_000_000_000_000L;

    protected Journal journal;

    /** Opens the journal of this test: the first time a new one, then the same again after it was closed. */
    protected abstract Journal open() throws IOException;

    @BeforeEach
    void openFirst() throws IOException {
        journal = open();
    }

    @AfterEach
    void closeLast() throws IOException {
        journal.close();
    }

    protected void reopen() throws IOException {
        journal.close();
        journal = open();
    }

    protected static EntryHeader header(long index, long term, long commitIndex) {
        return new EntryHeader(index, term, BASE_TIME + index, commitIndex, EntryType.FRAME);
    }

    protected void append(long index, long term, String content) throws IOException {
        append(header(index, term, 0), content);
    }

    protected void append(EntryHeader header, String content) throws IOException {
        byte[] bytes = ("#" + content).getBytes(StandardCharsets.UTF_8);
        journal.append(header, bytes, 1, bytes.length - 1);
    }

    protected static String contentOf(JournalReader reader) {
        return new String(reader.content(), 0, reader.length(), StandardCharsets.UTF_8);
    }

    protected String read(long index) throws IOException {
        try (JournalReader reader = journal.openReader()) {
            assertThat(reader.read(index)).isTrue();
            assertThat(reader.header().index()).isEqualTo(index);
            return contentOf(reader);
        }
    }

    @Test
    void anEmptyJournalNamesNothing() throws IOException {
        assertThat(journal.firstIndex()).isEqualTo(1);
        assertThat(journal.lastIndex()).isZero();
        assertThat(journal.lastTerm()).isZero();
        assertThat(journal.lastLogTimeNanos()).isEqualTo(Long.MIN_VALUE);
        assertThat(journal.knownCommitIndex()).isZero();
        try (JournalReader reader = journal.openReader()) {
            assertThat(reader.read(1)).isFalse();
        }
    }

    @Test
    void anEntryIsReadableAtOnceAsItWasAppended() throws IOException {
        try (JournalReader reader = journal.openReader()) {
            for (int index = 1; index <= 50; index++) {
                // given
                var header = new EntryHeader(index, 3, BASE_TIME + index, index - 1, EntryType.SESSION);

                // when
                append(header, "entry " + index);

                // then
                assertThat(reader.read(index)).isTrue();
                assertThat(reader.header()).isEqualTo(header);
                assertThat(contentOf(reader)).isEqualTo("entry " + index);
                assertThat(reader.read(index + 1)).isFalse();
            }
        }
    }

    @Test
    void entriesAreReadByIndexInAnyOrder() throws IOException {
        // given
        for (int index = 1; index <= 200; index++) {
            append(index, 1, "entry " + index);
        }
        var random = new Random(4711);

        // then
        try (JournalReader reader = journal.openReader()) {
            for (int step = 0; step < 300; step++) {
                int index = 1 + random.nextInt(200);
                assertThat(reader.read(index)).isTrue();
                assertThat(contentOf(reader)).isEqualTo("entry " + index);
            }
        }
    }

    @Test
    void contentsOfAllSizesComeBack() throws IOException {
        // given
        var random = new Random(1);
        int[] sizes = {0, 1, 3, 4, 4_095, 65_536, 2 * 1024 * 1024, 17};
        byte[][] contents = new byte[sizes.length][];
        for (int i = 0; i < sizes.length; i++) {
            contents[i] = new byte[sizes[i]];
            random.nextBytes(contents[i]);
            journal.append(header(i + 1, 1, 0), contents[i], 0, sizes[i]);
        }

        // when
        reopen();

        // then
        try (JournalReader reader = journal.openReader()) {
            for (int i = 0; i < sizes.length; i++) {
                assertThat(reader.read(i + 1)).isTrue();
                assertThat(Arrays.copyOf(reader.content(), reader.length())).isEqualTo(contents[i]);
            }
        }
    }

    @Test
    void anEntryOutOfPlaceIsRefused() throws IOException {
        append(1, 1, "one");

        assertThatThrownBy(() -> append(3, 1, "three")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> append(1, 1, "one again")).isInstanceOf(IllegalArgumentException.class);
        assertThat(journal.lastIndex()).isEqualTo(1);
    }

    @Test
    @DisplayName("G15: what a sync has covered is there after a restart, in its order")
    void whatWasSyncedIsThereAfterARestart() throws IOException {
        // given
        for (int index = 1; index <= 20; index++) {
            append(new EntryHeader(index, 2, BASE_TIME + index, index / 2, EntryType.FRAME), "entry " + index);
        }

        // when
        long covered = journal.sync();
        reopen();

        // then
        assertThat(covered).isEqualTo(20);
        assertThat(journal.firstIndex()).isEqualTo(1);
        assertThat(journal.lastIndex()).isEqualTo(20);
        assertThat(journal.lastTerm()).isEqualTo(2);
        assertThat(journal.lastLogTimeNanos()).isEqualTo(BASE_TIME + 20);
        assertThat(journal.knownCommitIndex()).isEqualTo(10);
        for (int index = 1; index <= 20; index++) {
            assertThat(read(index)).isEqualTo("entry " + index);
        }
    }

    @Test
    void appendsGoOnAfterEachOfManyRestarts() throws IOException {
        for (int index = 1; index <= 8; index++) {
            append(index, index, "entry " + index);
            journal.sync();
            reopen();
        }

        assertThat(journal.lastIndex()).isEqualTo(8);
        try (JournalReader reader = journal.openReader()) {
            for (int index = 1; index <= 8; index++) {
                assertThat(reader.read(index)).isTrue();
                assertThat(contentOf(reader)).isEqualTo("entry " + index);
                assertThat(reader.header().term()).isEqualTo(index);
            }
        }
    }

    @Test
    void aCutTakesBackEntriesAndLaterOnesTakeTheirPlaces() throws IOException {
        // given
        for (int index = 1; index <= 10; index++) {
            append(index, 1, "old " + index);
        }

        // when
        journal.cutFrom(6);

        // then
        assertThat(journal.lastIndex()).isEqualTo(5);
        assertThat(journal.lastTerm()).isEqualTo(1);
        assertThat(journal.lastLogTimeNanos()).isEqualTo(BASE_TIME + 5);
        append(6, 2, "new 6");
        append(7, 2, "new 7");
        assertThat(read(5)).isEqualTo("old 5");
        assertThat(read(6)).isEqualTo("new 6");
        journal.sync();
        reopen();
        assertThat(journal.lastIndex()).isEqualTo(7);
        assertThat(journal.lastTerm()).isEqualTo(2);
        assertThat(read(5)).isEqualTo("old 5");
        assertThat(read(6)).isEqualTo("new 6");
        assertThat(read(7)).isEqualTo("new 7");
    }

    @Test
    void aCutThatWasTheLastThingHoldsAfterARestart() throws IOException {
        append(1, 1, "one");
        append(2, 1, "two");
        journal.cutFrom(2);
        journal.sync();

        reopen();

        assertThat(journal.lastIndex()).isEqualTo(1);
        append(2, 3, "other two");
        assertThat(read(2)).isEqualTo("other two");
    }

    @Test
    void aReaderInTheMiddleFollowsACut() throws IOException {
        // given
        for (int index = 1; index <= 6; index++) {
            append(index, 1, "old " + index);
        }
        try (JournalReader reader = journal.openReader()) {
            assertThat(reader.read(3)).isTrue();

            // when
            journal.cutFrom(4);

            // then
            assertThat(reader.read(4)).isFalse();
            append(4, 2, "new 4");
            assertThat(reader.read(4)).isTrue();
            assertThat(contentOf(reader)).isEqualTo("new 4");
        }
    }

    @Test
    void cuttingWhatIsNotThereChangesNothing() throws IOException {
        append(1, 1, "one");

        journal.cutFrom(2);
        journal.cutFrom(9);

        assertThat(journal.lastIndex()).isEqualTo(1);
        append(2, 1, "two");
        assertThat(read(2)).isEqualTo("two");
    }

    @Test
    void whatIsNeededOutlivesARelease() throws IOException {
        // given
        for (int index = 1; index <= 30; index++) {
            append(index, 1, "entry " + index);
        }

        // when
        journal.release(20);

        // then
        assertThat(journal.firstIndex()).isBetween(1L, 20L);
        for (int index = 20; index <= 30; index++) {
            assertThat(read(index)).isEqualTo("entry " + index);
        }
    }

    @Test
    void countsTheBytesOfContentsSinceItWasOpened() throws IOException {
        append(1, 1, "12345");
        append(2, 1, "123");
        assertThat(journal.appendedBytes()).isEqualTo(8);

        reopen();

        assertThat(journal.appendedBytes()).isZero();
    }
}
