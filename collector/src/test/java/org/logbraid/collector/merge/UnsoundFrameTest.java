package org.logbraid.collector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.testing.MergeRig;

/** Frames of the journal of which nobody has checked slices and lines. */
class UnsoundFrameTest {
    @Test
    @DisplayName(
            "G14: a frame that does not add up is void, whoever brought it into the log, and the next one is taken")
    void isVoid() throws Exception {
        // given
        MergeRig rig = MergeRig.settled(MergeRig.SELDOM);
        rig.log.text("first\n");

        // when
        rig.log.unsound();
        rig.log.text("second\n");
        rig.settle();

        // then
        assertThat(rig.text(MergeRig.MERGED)).isEqualTo("first\nsecond\n");
        assertThat(rig.cycle.view().counters().voidFrames()).isEqualTo(1);
    }
}
