package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.logbraid.common.testing.Seeds;

class ScheduleTest {
    private static final Duration EIGHT_MINUTES = Duration.ofMinutes(8);
    private static final Duration DAYS = Duration.ofDays(3);

    @Seeds
    void isTheSameForTheSameSeed(long seed) {
        var schedule = Schedule.of(seed, EIGHT_MINUTES, Weights.all());

        assertThat(Schedule.of(seed, EIGHT_MINUTES, Weights.all())).isEqualTo(schedule);
        assertThat(Schedule.of(seed + 1, EIGHT_MINUTES, Weights.all()).faults()).isNotEqualTo(schedule.faults());
    }

    @Seeds
    void isInOrderAndEndsInTime(long seed) {
        var schedule = Schedule.of(seed, EIGHT_MINUTES, Weights.all());

        assertThat(schedule.faults())
                .hasSizeGreaterThan(50)
                .isSortedAccordingTo(Comparator.comparing(Fault::start))
                .allSatisfy(fault -> {
                    assertThat(fault.end()).isLessThanOrEqualTo(EIGHT_MINUTES);
                    assertThat(fault.length())
                            .isBetween(fault.kind().shortest(), fault.kind().longest());
                    assertThat(fault.kind().targets()).contains(fault.target());
                    assertThat(fault.clockAhead().isZero())
                            .isNotEqualTo(fault.kind().isOfClock());
                });
    }

    @Test
    void heedsTheWeights() {
        var faults = Schedule.of(1, DAYS, Weights.all()).faults();

        for (FaultKind kind : FaultKind.values()) {
            double expected = (double) faults.size()
                    * Weights.all().of(kind)
                    / Weights.all().sum();
            assertThat((double) count(faults, kind)).as(kind.word()).isCloseTo(expected, Percentage.withPercentage(10));
        }
    }

    @Test
    void hasNothingOfWhatHasNoWeight() {
        var weights = Weights.of(Map.of(FaultKind.KILL_AGENT, 3, FaultKind.CUT_PAIR, 1, FaultKind.CUT_LEADER, 0));

        var faults = Schedule.of(2, DAYS, weights).faults();

        assertThat(faults).extracting(Fault::kind).containsOnly(FaultKind.KILL_AGENT, FaultKind.CUT_PAIR);
        assertThat(Schedule.of(2, DAYS, Weights.all().without(FaultKind.EMPTIED_FOLDER))
                        .faults())
                .extracting(Fault::kind)
                .doesNotContain(FaultKind.EMPTIED_FOLDER);
    }

    @Test
    void refusesWeightsThatSayNothing() {
        assertThatThrownBy(() -> Weights.of(Map.of(FaultKind.KILL_AGENT, 0))).hasMessageContaining("more than 0");
        assertThatThrownBy(() -> Weights.of(Map.of(FaultKind.KILL_AGENT, -1))).hasMessageContaining("was -1");
    }

    /** Dead, emptied, restarting or without room, the time to get over it included. */
    @Seeds
    void takesOneCollectorAtATime(long seed) {
        var faults = Schedule.of(seed, EIGHT_MINUTES, Weights.all()).faults();

        List<Fault> taking =
                faults.stream().filter(fault -> fault.kind().takesCollector()).toList();

        for (int i = 1; i < taking.size(); i++) {
            Fault before = taking.get(i - 1);
            assertThat(taking.get(i).start())
                    .isGreaterThanOrEqualTo(before.end().plus(before.kind().recovery()));
        }
        assertThat(taking)
                .extracting(Fault::kind)
                .contains(FaultKind.KILL_COLLECTOR)
                .doesNotContain(FaultKind.PAUSE_COLLECTOR, FaultKind.CUT_LEADER, FaultKind.KILL_AGENT);
    }

    @Seeds
    void killsLeadersAndFollowersInTurns(long seed) {
        var faults = Schedule.of(seed, EIGHT_MINUTES, Weights.all()).faults();

        long leaders = faults.stream()
                .filter(fault -> fault.kind() == FaultKind.KILL_COLLECTOR && fault.target() == Role.LEADER)
                .count();

        assertThat(2 * leaders - count(faults, FaultKind.KILL_COLLECTOR)).isBetween(-1L, 1L);
    }

    @Test
    void hasFaultsThatOverlapAndClocksThatJumpFarAndNear() {
        var faults = Schedule.of(3, DAYS, Weights.all()).faults();

        List<Long> jumps = new ArrayList<>();
        int overlapping = 0;
        for (int i = 1; i < faults.size(); i++) {
            if (faults.get(i).start().compareTo(faults.get(i - 1).end()) < 0) {
                overlapping++;
            }
            if (faults.get(i).kind().isOfClock()) {
                jumps.add(faults.get(i).clockAhead().toMillis());
            }
        }

        assertThat(overlapping).isGreaterThan(faults.size() / 4);
        assertThat(jumps)
                .anyMatch(millis -> millis > 0 && millis < 100)
                .anyMatch(millis -> millis < 0 && millis > -100)
                .anyMatch(millis -> millis > 300_000)
                .anyMatch(millis -> millis < -300_000)
                .allMatch(millis -> Math.abs(millis) <= 1_000_000);
    }

    @Test
    void saysALineForEachFault() {
        var fault = new Fault(
                7,
                FaultKind.CLOCK_OF_AGENT,
                Role.AGENT,
                Duration.ofMillis(12_345),
                Duration.ofSeconds(2),
                5,
                Duration.ofMillis(-1_500));
        var schedule = new Schedule(4711, Duration.ofSeconds(45), List.of(fault, fault));

        assertThat(schedule.toString().lines().toList())
                .isEqualTo(Arrays.asList(
                        "seed 4711, 45 s, 2 faults:",
                        "  7 at   12.345 s for  2.000 s: clock-of-agent, agent, choice 5, clock -1.500 s",
                        "  7 at   12.345 s for  2.000 s: clock-of-agent, agent, choice 5, clock -1.500 s"));
    }

    private static long count(List<Fault> faults, FaultKind kind) {
        return faults.stream().filter(fault -> fault.kind() == kind).count();
    }
}
