package org.logbraid.collector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.Order;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.collector.testing.MergeRig;

/** What the merge does, and what it leaves, while its output is being made durable beside it. */
class ForcingTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Path ENDED = MergeRig.OUT.resolve("merged.log.000000000006");
    private static final Applied FIRST_IS_WRITTEN = new Applied.Written(1, 1);

    /** One that has written the first line, and whose sync of it does not end. */
    private static MergeRig hanging() throws Exception {
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        rig.syncsHang = true;
        rig.log.text("first\n");
        rig.pass(LONG);
        return rig;
    }

    @Test
    @DisplayName("lines go on being written while the sync of those before them takes its time")
    void writesOn() throws Exception {
        MergeRig rig = hanging();

        rig.log.text("second\n");
        rig.pass(LONG);

        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("first\nsecond\n");
    }

    @Test
    @DisplayName("a frame is told as written when a sync has ended that began after its lines were written")
    void tellsWhatWasThereWhenTheSyncBegan() throws Exception {
        // given
        MergeRig rig = hanging();
        rig.log.text("second\n");
        rig.pass(LONG);
        assertThat(rig.applied).doesNotHaveAnyElementsOfTypes(Applied.Written.class);

        // when
        rig.syncsHang = false;
        rig.pass(Duration.ofMillis(20));

        // then
        assertThat(rig.applied).filteredOn(Applied.Written.class::isInstance).containsExactly(FIRST_IS_WRITTEN);
    }

    @Test
    @DisplayName("what is told as written is there after a power cut")
    void whatIsToldIsDurable() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            // given
            MergeRig rig = hanging();
            rig.syncsHang = false;
            while (!rig.applied.contains(FIRST_IS_WRITTEN)) {
                rig.pass(Duration.ofMillis(10));
            }

            // when
            rig.out.losePower(new Random(seed));

            // then
            assertThat(rig.text(MergeRig.MERGED)).as("seed " + seed).isEqualTo("first\n");
        }
    }

    @Test
    @DisplayName("a file is ended only after the sync that has it open")
    void endsNoFileMeanwhile() throws Exception {
        // given
        MergeRig rig = hanging();

        // when
        rig.log.rotate();
        rig.pass(LONG);

        // then
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("first\n");
        rig.syncsHang = false;
        rig.settle();
        assertThat(rig.text(ENDED)).isEqualTo("first\n");
        assertThat(rig.text(MergeRig.MERGED)).isEmpty();
    }

    @Test
    @DisplayName("a file that was moved away is left only after the sync that has it open")
    void leavesNoMovedFileMeanwhile() throws Exception {
        // given
        MergeRig rig = hanging();
        Path moved = MergeRig.OUT.resolve("moved");
        rig.disk().rename(MergeRig.MERGED, moved);

        // when
        rig.pass(LONG);
        rig.log.text("second\n");
        rig.pass(LONG);

        // then
        assertThat(rig.text(moved)).isEqualTo("first\nsecond\n");
        rig.syncsHang = false;
        rig.pass(LONG);
        rig.log.text("third\n");
        rig.settle();
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("third\n");
    }

    @Test
    @DisplayName("a snapshot speaks of no text whose sync has not ended")
    void leavesNoSnapshotMeanwhile() throws Exception {
        // given
        var rig = new MergeRig(1);
        rig.syncsHang = true;
        rig.log.text("first\n");

        // when
        rig.pass(LONG);

        // then
        assertThat(SnapshotStore.open(rig.disk(), MergeRig.DATA).newest()).isNull();
        rig.syncsHang = false;
        rig.pass(LONG);
        assertThat(SnapshotStore.open(rig.disk(), MergeRig.DATA).newest()).isNotNull();
    }

    @Test
    @DisplayName("a state that a full disk made void is loaded again only after the sync that has its files open")
    void loadsNothingMeanwhile() throws Exception {
        // given
        var rig = new MergeRig(Order.TIME, MergeRig.SELDOM);
        rig.settle();
        rig.syncsHang = true;
        var all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String some = (i + "x".repeat(999) + "\n").repeat(1_000);
            all.append(some);
            rig.log.text(some);
        }
        rig.pass(LONG);
        rig.out.capacity(300_000);
        rig.log.add(new Entry.Gate("main"));
        rig.log.bye();
        rig.pass(LONG);
        String before = rig.text(MergeRig.MERGED);
        assertThat(all.toString()).startsWith(before);

        // when
        rig.out.capacity(Long.MAX_VALUE);
        rig.pass(LONG);

        // then
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo(before);
        rig.syncsHang = false;
        rig.pass(LONG);
        assertThat(rig.text(MergeRig.MERGED).contentEquals(all)).isTrue();
    }

    @Test
    @DisplayName("whoever turns the merge rests until what was written is to be made durable, and else for long")
    void restsUntilTextIsToBeMadeDurable() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        assertThat(rig.cycle.mostRestNanos()).isEqualTo(Long.MAX_VALUE);
        rig.log.text("first\n");
        rig.pass(Duration.ofMillis(30));
        rig.syncsHang = true;
        rig.log.text("second\n");
        rig.cycle.turn();

        // then
        long rest = rig.cycle.mostRestNanos();
        assertThat(rest).isBetween(1L, Duration.ofMillis(200).toNanos());
        rig.time.advance(Duration.ofNanos(rest));
        rig.cycle.turn();
        assertThat(rig.cycle.mostRestNanos()).as("one is under way").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("a stop waits for the sync that is under way")
    void endsAfterIt() throws Exception {
        // given
        MergeRig rig = hanging();

        // when
        rig.stop();

        // then
        assertThat(rig.cycle.isStopped()).isFalse();
        rig.syncsHang = false;
        rig.settle();
        assertThat(rig.cycle.isStopped()).isTrue();
    }
}
