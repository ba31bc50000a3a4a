package org.logbraid.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NumbersTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertThat(Numbers.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Numbers.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
        assertThat(Numbers.median(List.<Double>of())).isNaN();
    }

    /** A slow round is slow for both: the ratio of the medians would be 2 here. */
    @Test
    void ratiosAreTakenRoundByRound() {
        List<Double> ours = List.of(10.0, 2.0, 40.0);
        List<Double> theirs = List.of(5.0, 0.5, 10.0);

        assertThat(Numbers.ratio(ours, theirs, Double::doubleValue)).isEqualTo(4);
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        assertThat(Numbers.text(Double.NaN, 1)).isEqualTo("–");
        assertThat(Numbers.text(1234.56, 1)).isEqualTo("1,234.6");
        assertThat(Numbers.count(1_000_000)).isEqualTo("1,000,000");
    }

    @Test
    void aPercentileIsAValueThatOccurred() {
        int[] sorted = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99};

        assertThat(Numbers.percentile(sorted, 10, 50)).isEqualTo(5);
        assertThat(Numbers.percentile(sorted, 10, 99)).isEqualTo(10);
        assertThat(Numbers.percentile(sorted, 10, 100)).isEqualTo(10);
        assertThat(Numbers.percentile(sorted, 0, 50)).isZero();
    }
}
