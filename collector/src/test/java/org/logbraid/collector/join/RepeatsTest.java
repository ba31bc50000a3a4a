package org.logbraid.collector.join;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Repeats repeats = new Repeats(7 * SECOND);

    @Test
    @DisplayName("an answer that comes twice is taken once: the next request has another number")
    void aRequestThatIsAnsweredIsOver() {
        repeats.asked(7 * SECOND);
        long first = repeats.number();

        repeats.answered(8 * SECOND);

        assertThat(repeats.number()).isNotEqualTo(first);
    }

    @Test
    @DisplayName("no number of an earlier fetch comes again")
    void anotherFetchHasOtherNumbers() {
        assertThat(new Repeats(8 * SECOND).number()).isNotEqualTo(repeats.number());
    }

    @Test
    void aRequestThatIsMadeAgainKeepsItsNumberAndWaitsLonger() {
        repeats.asked(7 * SECOND);
        long first = repeats.number();
        assertThat(repeats.isDue(8 * SECOND)).isTrue();

        repeats.asked(8 * SECOND);

        assertThat(repeats.number()).isEqualTo(first);
        assertThat(repeats.isDue(9 * SECOND)).isFalse();
        assertThat(repeats.isDue(10 * SECOND)).isTrue();
    }
}
