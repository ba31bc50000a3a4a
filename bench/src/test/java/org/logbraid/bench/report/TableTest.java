package org.logbraid.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void isMarkdown() {
        var table = new Table("system", "lines/s").row("cat", "10");

        assertThat(table).hasToString("| system | lines/s |\n|---|---|\n| cat | 10 |\n");
    }

    @Test
    void aRowHasAsManyCellsAsThereAreHeads() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table("system", "lines/s").row("cat"))
                .withMessage("2 columns, but a row of 1");
    }
}
