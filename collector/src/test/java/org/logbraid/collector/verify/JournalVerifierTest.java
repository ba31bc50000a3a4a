package org.logbraid.collector.verify;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.testing.MemoryJournal;
import org.logbraid.collector.testing.MergeRig;
import org.logbraid.common.disk.DiskFile;

/** What {@code verify --journal} finds in the files of a collector that has stopped, or lives. */
class JournalVerifierTest {
    private static final Path MERGED = MergeRig.MERGED;
    private static final Path ENDED = MergeRig.OUT.resolve("merged.log.000000000007");

    private MergeRig rig;

    /** Two frames, an end of the file, two frames: entries 5 to 9. */
    @BeforeEach
    void write() throws Exception {
        rig = new MergeRig(MergeRig.SELDOM);
        rig.settle();
        rig.log.text("one\n");
        rig.log.text("two\nthree\n");
        rig.log.rotate();
        rig.log.text("four\n");
        rig.settle();
        rig.log.text("five\nsix\n");
        rig.settle();
    }

    private Verification verify() throws IOException {
        return new JournalVerifier(rig.disk(), MergeRig.DATA, MergeRig.OUT).verify(rig.journal);
    }

    private void overwrite(Path file, long at, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DiskFile open = rig.disk().openForWriting(file)) {
            open.write(bytes, 0, bytes.length, at);
        }
    }

    private void cut(Path file, long length) throws IOException {
        try (DiskFile open = rig.disk().openForWriting(file)) {
            open.truncate(length);
        }
    }

    private void expect(Path file, long at, String what) throws IOException {
        Verification.Difference found = requireNonNull(verify().difference(), "no difference was found");
        assertThat(found.file()).isEqualTo(file);
        assertThat(found.at()).isEqualTo(at);
        assertThat(found.what()).contains(what);
    }

    @Test
    @DisplayName("G3: what a collector wrote, stopped and started again is what its journal says")
    void findsNothingInSoundFiles() throws Exception {
        rig.stop();
        rig.start();
        rig.log.text("seven\n");
        rig.settle();
        rig.log.text("eight\n");
        rig.settle();

        Verification found = verify();

        assertThat(found.difference()).isNull();
        assertThat(found.notes()).isEmpty();
        assertThat(found.entries()).isEqualTo(11);
        assertThat(found.bytes()).isPositive();
        assertThat(rig.text(MERGED)).isEqualTo("four\nfive\nsix\nseven\neight\n");
    }

    @Test
    void comparesEveryByteThatWasCommitted() throws Exception {
        rig.log.add(new Entry.Check());

        assertThat(verify().bytes()).isEqualTo("one\ntwo\nthree\nfour\nfive\nsix\n".length());
    }

    @Test
    @DisplayName("G6: a flipped byte is named with its file and its place")
    void namesAFlippedByte() throws Exception {
        rig.log.add(new Entry.Check());
        overwrite(MERGED, 7, "X");

        expect(MERGED, 7, "other bytes than the journal says");
    }

    @Test
    void namesAFlippedByteOfAnEndedFile() throws Exception {
        overwrite(ENDED, 5, "X");

        expect(ENDED, 5, "other bytes than the journal says");
    }

    @Test
    void namesTheFirstOfTwoDifferences() throws Exception {
        overwrite(MERGED, 1, "X");
        overwrite(ENDED, 9, "X");

        expect(ENDED, 9, "other bytes than the journal says");
    }

    @Test
    @DisplayName("a byte that no kept journal entry tells of is found by the checksum in the snapshot")
    void findsAFlippedByteBeforeTheOldestSnapshot() throws Exception {
        rig.stop();
        rig.start();
        rig.log.text("seven\n");
        rig.stop();
        overwrite(MERGED, 2, "X");

        expect(MERGED, 0, "other bytes than its snapshot says");
    }

    @Test
    void namesAnEndedFileThatIsShorterOrLonger() throws Exception {
        cut(ENDED, 6);
        expect(ENDED, 6, "should have 14 bytes");

        overwrite(ENDED, 6, "o\nthree\n");
        overwrite(ENDED, 14, "more\n");
        expect(ENDED, 14, "should have 14 bytes");
    }

    @Test
    @DisplayName("G6: a file shorter than the newest snapshot says was cut, though the oldest knows less")
    void namesAFileThatIsShorterThanTheNewestSnapshotSays() throws Exception {
        rig.stop();
        cut(MERGED, 9);

        expect(MERGED, 9, "shorter than its snapshot says");
    }

    @Test
    void namesAFileThatIsShorterThanTheOldestSnapshotSays() throws Exception {
        rig.stop();
        rig.start();
        rig.log.text("seven\n");
        rig.stop();
        cut(MERGED, 9);

        expect(MERGED, 9, "shorter than its snapshot says");
    }

    @Test
    void namesAMissingFile() throws Exception {
        rig.stop();
        rig.disk().delete(MERGED);

        expect(MERGED, -1, "missing");
    }

    @Test
    void namesAMissingFileThatTheOldestSnapshotKnows() throws Exception {
        rig.stop();
        rig.start();
        rig.log.text("seven\n");
        rig.stop();
        rig.disk().delete(MERGED);

        expect(MERGED, -1, "missing");
    }

    @Test
    @DisplayName("G2: bytes that no entry let out are named, also when the collector has stopped at its newest entry")
    void namesBytesBehindTheEnd() throws Exception {
        rig.stop();
        overwrite(MERGED, 14, "not ours\n");

        expect(MERGED, 14, "bytes behind those of the journal: 9");
    }

    @Test
    @DisplayName("an ended file that was archived is a note and no damage")
    void notesWhatWasArchived() throws Exception {
        rig.disk().delete(ENDED);

        Verification found = verify();

        assertThat(found.isWell()).isTrue();
        assertThat(found.notes()).singleElement().asString().contains(ENDED.toString());
    }

    @Test
    void notesWhatSomebodyMovedAway() throws Exception {
        rig.disk().rename(MERGED, MergeRig.OUT.resolve("elsewhere"));
        rig.pass(Duration.ofSeconds(2));
        rig.log.text("seven\n");
        rig.settle();
        rig.log.add(new Entry.Check());

        Verification found = verify();

        assertThat(found.isWell()).isTrue();
        assertThat(found.notes()).singleElement().asString().contains("merged.log up to byte 14");
        overwrite(MERGED, 3, "X");
        expect(MERGED, 3, "other bytes than the journal says");
    }

    @Test
    @DisplayName("a living collector may be behind its journal, and its history behind an end of a file")
    void aLivingCollectorMayBeBehind() throws Exception {
        rig.log.text("seven\n");
        rig.log.rotate();
        rig.log.text("eight\n");
        rig.log.add(new Entry.Check());

        Verification found = verify();

        assertThat(found.difference()).isNull();
        assertThat(found.notes()).isEmpty();
    }

    @Test
    @DisplayName("a living collector may write on between the two looks, at its files and at its journal")
    void aLivingCollectorMayBeAhead() throws Exception {
        var verifier = new JournalVerifier(rig.disk(), MergeRig.DATA, MergeRig.OUT);
        var copy = new MemoryJournal();
        rig.journal.copyTo(copy);
        rig.log.text("seven\n");
        rig.settle();

        assertThat(verifier.verify(copy).difference()).isNull();
    }

    @Test
    void aLivingCollectorMayEndAFileBetweenTheTwoLooks() throws Exception {
        var verifier = new JournalVerifier(rig.disk(), MergeRig.DATA, MergeRig.OUT);
        rig.log.rotate();
        rig.log.text("seven\n");
        rig.settle();

        assertThat(verifier.verify(rig.journal).difference()).isNull();
    }

    @Test
    @DisplayName("G2: what is not known to be committed is not compared: another entry may have come in its place")
    void comparesNothingUncommitted() throws Exception {
        rig.log.text("seven\n");
        overwrite(MERGED, 14, "other\n");

        assertThat(verify().difference()).isNull();
    }

    @Test
    @DisplayName("a damaged entry is named before any file is, also one that no snapshot needs any more")
    void namesADamagedEntry() throws Exception {
        rig.stop();
        rig.start();
        rig.log.text("seven\n");
        rig.stop();
        rig.journal.damage(2);
        overwrite(MERGED, 0, "X");

        expect(MergeRig.DATA, -1, "entry 2 of the journal cannot be read");
    }

    @Test
    @DisplayName("without a snapshot and without the first entries the files are not compared, and that is said")
    void saysWhenNothingCanBeCompared() throws Exception {
        rig.disk().list(MergeRig.DATA).stream()
                .filter(path -> path.getFileName().toString().startsWith("snapshot."))
                .forEach(path -> delete(path));
        rig.journal.release(3);

        Verification found = verify();

        assertThat(found.isWell()).isTrue();
        assertThat(found.bytes()).isZero();
        assertThat(found.notes()).singleElement().asString().contains("not compared");
    }

    private void delete(Path path) {
        try {
            rig.disk().delete(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
