package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("T8: how far an agent's clock is behind")
class AgentClockTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long WALL = 1_772_600_767_000_000_000L;
    private static final long NOW = 77 * SECOND;

    private final AgentClock clock = new AgentClock();

    /** An answer whose agent read its clock in the middle of the round trip. */
    private void answer(long now, long roundTrip, long behind) {
        clock.answered(now, now - roundTrip, WALL + now - roundTrip / 2 - behind);
    }

    /** Against a clock that is right. */
    private long behind(long now) {
        return clock.behindNanos(now, WALL + now);
    }

    @Test
    void isZeroWhileNothingIsKnown() {
        assertThat(behind(NOW)).isZero();
    }

    @Test
    void isToldByTheShortestRoundTrip() {
        answer(NOW, 100 * MILLI, 5 * SECOND);
        answer(NOW + SECOND, 10 * MILLI, 3 * SECOND);
        answer(NOW + 2 * SECOND, 50 * MILLI, 4 * SECOND);

        assertThat(behind(NOW + 2 * SECOND)).isEqualTo(3 * SECOND);
    }

    @Test
    void forgetsWhatIsOlderThanAMinute() {
        answer(NOW, MILLI, 5 * SECOND);
        answer(NOW + 30 * SECOND, 10 * MILLI, 3 * SECOND);

        assertThat(behind(NOW + 60 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(behind(NOW + 61 * SECOND)).isEqualTo(3 * SECOND);
        assertThat(behind(NOW + 91 * SECOND)).isZero();
    }

    @Test
    void doesNotHeedEchoesThatAreNotOurs() {
        answer(NOW, -SECOND, 5 * SECOND);
        answer(NOW, 61 * SECOND, 5 * SECOND);

        assertThat(behind(NOW)).isZero();
    }
}
