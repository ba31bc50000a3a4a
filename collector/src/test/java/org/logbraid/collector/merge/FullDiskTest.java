package org.logbraid.collector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.Order;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.testing.MergeRig;

/** What the merge does while the disk of its files, or the one of its state, has no room. */
class FullDiskTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String FULL_OUT =
            "disk is full, waiting for room; the journal keeps every line until it can be" + " written: folder=/out";
    private static final String ROOM_OUT = "disk has room again, going on: folder=/out";
    private static final String ROOM_DATA = "disk has room again, going on: folder=/data";

    @Test
    @DisplayName("G6: a full disk is waited for, and the same bytes are written at the same places when there is room")
    void goesOnByteExact() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        rig.out.capacity(1_000);
        String all = "";
        for (int i = 0; i < 50; i++) {
            String some = MergeRig.lines(i * 10, i * 10 + 10);
            all += some;
            rig.log.text(some);
            rig.settle();
        }
        assertThat(all).startsWith(rig.text(MergeRig.MERGED));
        assertThat(rig.said).containsExactly(FULL_OUT);

        // when
        rig.out.capacity(Long.MAX_VALUE);
        rig.settle();

        // then
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo(all);
        assertThat(rig.said).containsExactly(FULL_OUT, ROOM_OUT);
    }

    @Test
    @DisplayName("a disk that fills twice is said twice")
    void saysEachTime() throws Exception {
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        for (int i = 0; i < 2; i++) {
            rig.out.capacity(0);
            rig.log.text("line\n");
            rig.settle();
            rig.out.capacity(Long.MAX_VALUE);
            rig.settle();
        }

        assertThat(rig.said).containsExactly(FULL_OUT, ROOM_OUT, FULL_OUT, ROOM_OUT);
    }

    @Test
    @DisplayName("G5, G6: an entry that lets out more than can be kept is applied again from the last snapshot on")
    void replaysWhatCouldNotBeKept() throws Exception {
        // given
        var rig = new MergeRig(Order.TIME, MergeRig.SELDOM);
        rig.settle();
        rig.out.capacity(300_000);
        var all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String some = (i + "x".repeat(999) + "\n").repeat(1_000);
            all.append(some);
            rig.log.text(some);
        }
        rig.log.add(new Entry.Gate("main"));
        rig.log.bye();
        rig.pass(LONG);
        assertThat(all.toString()).startsWith(rig.text(MergeRig.MERGED));
        assertThat(rig.said).containsExactly(FULL_OUT);
        assertThat(rig.cycle.view().appliedIndex()).isLessThan(26);

        // when
        rig.out.capacity(Long.MAX_VALUE);
        rig.pass(LONG);

        // then
        assertThat(rig.text(MergeRig.MERGED).contentEquals(all)).isTrue();
        assertThat(rig.said).containsExactly(FULL_OUT, ROOM_OUT);
        assertThat(rig.applied)
                .filteredOn(Applied.FrameAccepted.class::isInstance)
                .hasSize(20);
        assertThat(rig.applied)
                .filteredOn(Applied.SessionOver.class::isInstance)
                .hasSize(1);
    }

    @Test
    @DisplayName("G3: a file that could not be ended for want of room is ended by the same entry, with the same bytes")
    void endsAFileLater() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        rig.log.text("one\n");
        rig.settle();
        rig.out.capacity(0);
        rig.log.text("two\n");
        rig.log.rotate();
        rig.log.text("three\n");
        rig.pass(LONG);
        assertThat(rig.said).containsExactly(FULL_OUT);
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("one\n");

        // when
        rig.out.capacity(Long.MAX_VALUE);
        rig.pass(LONG);

        // then
        assertThat(rig.text(MergeRig.OUT.resolve("merged.log.000000000007"))).isEqualTo("one\ntwo\n");
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("three\n");
        assertThat(rig.said).containsExactly(FULL_OUT, ROOM_OUT);
    }

    @Test
    @DisplayName("G4: without room for a snapshot the merge goes on, and a start replays from an older one")
    void goesOnWithoutSnapshots() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(1);
        rig.data.capacity(0);
        rig.log.text("one\n");
        rig.pass(LONG);
        rig.log.text("two\n");
        rig.pass(LONG);
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("one\ntwo\n");
        assertThat(rig.said).singleElement().asString().contains("snapshot").endsWith("folder=/data");

        // when
        rig.start();
        rig.data.capacity(Long.MAX_VALUE);
        rig.log.text("three\n");
        rig.pass(LONG);

        // then
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("one\ntwo\nthree\n");
        assertThat(rig.said).hasSize(2).last().isEqualTo(ROOM_DATA);
    }

    @Test
    void takesTheSnapshotThatIsDueWhenThereIsRoom() throws Exception {
        MergeRig rig = MergeRig.settled(1);
        rig.data.capacity(0);
        rig.log.text("one\n");
        rig.pass(LONG);
        rig.data.capacity(Long.MAX_VALUE);

        rig.pass(Duration.ofMillis(1_100));

        assertThat(rig.data.paths()).contains(MergeRig.DATA.resolve("snapshot.000000000005"));
        assertThat(rig.said).hasSize(2).last().isEqualTo(ROOM_DATA);
    }

    @Test
    @DisplayName("an end that cannot be noted is waited for, though files have room; what was shown stays shown")
    void waitsForRoomToNoteAnEnd() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        rig.data.capacity(0);
        rig.log.text("one\n");
        rig.settle();
        rig.log.rotate();
        rig.log.text("two\n");
        for (int i = 0; i < 1_000; i++) {
            rig.pass(Duration.ofMillis(10));
            assertThat(rig.cycle.view().appliedIndex()).isEqualTo(5);
        }
        assertThat(rig.said).singleElement().asString().endsWith("folder=/data");

        // when
        rig.data.capacity(Long.MAX_VALUE);
        rig.pass(LONG);

        // then
        assertThat(rig.text(MergeRig.OUT.resolve("merged.log.000000000006"))).isEqualTo("one\n");
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("two\n");
        assertThat(rig.said).hasSize(2).last().isEqualTo(ROOM_DATA);
    }

    @Test
    void goesOnInAFileThatWasMovedAwayUntilThatCanBeNoted() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        Path moved = MergeRig.OUT.resolve("moved");
        rig.log.text("one\n");
        rig.settle();
        rig.data.capacity(0);
        rig.disk().rename(MergeRig.MERGED, moved);
        rig.pass(LONG);
        rig.log.text("two\n");
        rig.pass(LONG);
        assertThat(rig.text(moved)).isEqualTo("one\ntwo\n");
        assertThat(rig.said).singleElement().asString().endsWith("folder=/data");

        // when
        rig.data.capacity(Long.MAX_VALUE);
        rig.pass(LONG);
        rig.log.text("three\n");
        rig.settle();

        // then
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("three\n");
        assertThat(rig.said).hasSize(2).last().isEqualTo(ROOM_DATA);
    }

    @Test
    @DisplayName("G4: a stop on a full disk ends, and the next start writes what is missing")
    void stopsOnAFullDisk() throws Exception {
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        rig.out.capacity(0);
        rig.log.text("one\n");
        rig.settle();

        rig.stop();

        assertThat(rig.cycle.isStopped()).isTrue();
        rig.out.capacity(Long.MAX_VALUE);
        rig.start();
        rig.settle();
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("one\n");
    }
}
