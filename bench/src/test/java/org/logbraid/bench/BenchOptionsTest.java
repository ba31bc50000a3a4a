package org.logbraid.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logbraid.bench.BenchOptions.Part;

final class BenchOptionsTest {
    @Test
    void theShortFormMeasuresABackfillOnce() {
        var options = BenchOptions.parse("--lines", "2000000", "--rounds", "1", "--only", "backfill,small-heap");

        assertThat(options.lines()).isEqualTo(2_000_000);
        assertThat(options.rounds()).isEqualTo(1);
        assertThat(options.parts()).containsExactly(Part.BACKFILL, Part.SMALL_HEAP);
        assertThat(options.rates()).isEqualTo(List.of(5_000, 20_000));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.parse("--rounds", "0"))
                .withMessage("--rounds must be 1 to 100, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.parse("--only", "backfil"))
                .withMessage("unknown: backfil");
        assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse("--quick"));
    }
}
