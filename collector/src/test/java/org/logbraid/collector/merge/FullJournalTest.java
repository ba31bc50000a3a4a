package org.logbraid.collector.merge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.collector.testing.MergeRig;

/** What the merge does so that a journal without room can let go of what is not needed any more. */
class FullJournalTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    @DisplayName("a full journal is let go of by a snapshot before its time; one, while nothing is applied")
    void leavesASnapshotWhenTheJournalIsFull() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        rig.log.text(MergeRig.lines(0, 10));
        rig.settle();
        rig.log.text(MergeRig.lines(10, 20));
        rig.settle();
        assertThat(newestSnapshot(rig)).isLessThan(rig.cycle.view().appliedIndex());

        // when
        rig.journalFull = true;
        rig.pass(LONG);

        // then
        assertThat(newestSnapshot(rig)).isEqualTo(rig.cycle.view().appliedIndex());
        long before = oldestSnapshot(rig);
        rig.pass(LONG);
        assertThat(oldestSnapshot(rig)).isEqualTo(before);
    }

    @Test
    @DisplayName(
            "where the older of two snapshots holds a full journal, an entry is asked for that the next one speaks of")
    void asksForAnEntryToLetGoOfAFullJournal() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        for (int i = 0; i < 300; i++) {
            rig.log.text(MergeRig.lines(i * 1_000, (i + 1) * 1_000));
        }
        rig.settle();
        assertThat(rig.checkpoints.wantsAnEntry()).isFalse();

        // when
        rig.journalFull = true;
        rig.pass(LONG);

        // then
        assertThat(newestSnapshot(rig)).isEqualTo(rig.cycle.view().appliedIndex());
        assertThat(oldestSnapshot(rig)).isLessThan(newestSnapshot(rig));
        assertThat(rig.checkpoints.wantsAnEntry()).isTrue();
        rig.checkpoints.askedForAnEntry();
        assertThat(rig.checkpoints.wantsAnEntry()).isFalse();

        // when
        long before = newestSnapshot(rig);
        rig.log.text(MergeRig.lines(0, 1));
        rig.pass(LONG);

        // then
        assertThat(oldestSnapshot(rig)).isEqualTo(before);
        assertThat(rig.checkpoints.wantsAnEntry()).isFalse();
    }

    private static long newestSnapshot(MergeRig rig) throws Exception {
        return requireNonNull(SnapshotStore.open(rig.disk(), MergeRig.DATA).newest())
                .index();
    }

    private static long oldestSnapshot(MergeRig rig) throws Exception {
        return requireNonNull(SnapshotStore.open(rig.disk(), MergeRig.DATA).oldest())
                .index();
    }
}
