package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace(0);

    @Test
    void looksOftenWhereThatCostsLittle() {
        assertThat(pace.restAfter(MILLI / 10, false)).isEqualTo(25 * MILLI);
    }

    @Test
    void looksSeldomerWhereItCostsMuch() {
        long rest = 0;
        for (int i = 0; i < 10; i++) {
            rest = pace.restAfter(2 * MILLI, false);
        }
        assertThat(rest).isEqualTo(100 * MILLI);
    }

    @Test
    void looksOnceASecondAtLeast() {
        assertThat(pace.restAfter(Duration.ofMinutes(1).toNanos(), false)).isEqualTo(1_000 * MILLI);
    }

    @Test
    void whatWasHeldUpNowAndThenCountsForNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(pace.restAfter(MILLI / 10, false)).isEqualTo(25 * MILLI);
            assertThat(pace.restAfter(i % 2 == 0 ? MILLI / 10 : 300 * MILLI, false))
                    .isEqualTo(25 * MILLI);
        }
    }

    @Test
    void whatHasBecomeDearerIsNoticedWithinAFewLooks() {
        for (int i = 0; i < 100; i++) {
            pace.restAfter(MILLI / 10, false);
        }
        long rest = 0;
        for (int i = 0; i < 4; i++) {
            rest = pace.restAfter(2 * MILLI, false);
        }
        assertThat(rest).isEqualTo(100 * MILLI);
    }

    @Test
    void looksSeldomerWhereAllIsQuietAndFewPromisesAreAskedFor() {
        assertThat(pace.restAfter(MILLI / 10, true)).isEqualTo(25 * MILLI);
        pace.promiseEach(500, 0);
        assertThat(pace.restAfter(MILLI / 10, true)).isEqualTo(125 * MILLI);
        assertThat(pace.restAfter(MILLI / 10, false)).isEqualTo(25 * MILLI);
    }

    @Test
    void looksSeldomerWhereLinesWaitForSomebodyElse() {
        pace.promiseEach(1_000, 0);
        assertThat(pace.restAfter(MILLI / 10, false)).isEqualTo(50 * MILLI);
        pace.promiseEach(25, 0);
        assertThat(pace.restAfter(MILLI / 10, false)).isEqualTo(25 * MILLI);
    }

    @Test
    void looksSeldomerWhileNothingCanBeRead() {
        pace.looked(0, 0);
        pace.heldUp(true);
        assertThat(pace.isDue(249 * MILLI)).isFalse();
        assertThat(pace.mostRestNanos(40 * MILLI)).isEqualTo(210 * MILLI);
        assertThat(pace.isDue(250 * MILLI)).isTrue();

        pace.heldUp(false);
        assertThat(pace.isDue(25 * MILLI)).as("as soon as there is room again").isTrue();
    }
}
