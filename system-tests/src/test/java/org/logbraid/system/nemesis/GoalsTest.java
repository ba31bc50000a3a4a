package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoalsTest {
    private final FaultCounts sums = new FaultCounts();

    @BeforeEach
    void everythingIsReached() {
        for (FaultKind kind : FaultKind.values()) {
            times(200, () -> sums.done(kind));
        }
        times(100, () -> sums.hitLeader(FaultKind.KILL_COLLECTOR));
        times(50, () -> sums.hitLeader(FaultKind.CUT_LEADER));
        times(10, sums::joinedWithSnapshot);
        sums.result(true);
    }

    private static void times(int times, Runnable what) {
        for (int i = 0; i < times; i++) {
            what.run();
        }
    }

    @Test
    void lackNothingWhenAllIsReached() {
        assertThat(Goals.nightly().lacking(sums)).isEmpty();
    }

    @Test
    void nameWhatIsLacking() {
        var fewer = new FaultCounts();
        for (FaultKind kind : FaultKind.values()) {
            times(199, () -> fewer.done(kind));
        }
        times(99, () -> fewer.hitLeader(FaultKind.KILL_COLLECTOR));
        times(50, () -> fewer.hitLeader(FaultKind.CUT_LEADER));
        times(9, fewer::joinedWithSnapshot);

        assertThat(Goals.nightly().lacking(fewer))
                .containsExactly(
                        "fault kill-collector: 199 of 200",
                        "fault kill-collector of the leader: 99 of 100",
                        "joins with a snapshot: 9 of 10");
        assertThat(Goals.nightly().lacking(new FaultCounts())).contains("fault emptied-folder: 0 of 10");
    }

    @Test
    void areWhatTheFirstSixPartsOfEightMinutesAreDrawnFor() {
        var drawn = new FaultCounts();
        for (int seed = 1; seed <= 6; seed++) {
            for (Fault fault :
                    Schedule.of(seed, Duration.ofMinutes(8), Weights.all()).faults()) {
                drawn.done(fault.kind());
                if (fault.target() == Role.LEADER) {
                    drawn.hitLeader(fault.kind());
                }
                if (fault.kind() == FaultKind.EMPTIED_FOLDER) {
                    drawn.joinedWithSnapshot();
                }
            }
        }

        assertThat(Goals.nightly().lacking(drawn)).isEmpty();
    }

    @Test
    void areNotReachedWhileARunHasFailed() {
        sums.result(false);

        assertThat(Goals.nightly().lacking(sums)).containsExactly("runs that FAILED: 1");
    }
}
