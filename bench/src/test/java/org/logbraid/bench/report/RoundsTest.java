package org.logbraid.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Rounds<String, Integer> rounds = new Rounds<>(new PrintStream(said, true, StandardCharsets.UTF_8));

    @Test
    void aRoundThatOneHasNotIsNotCompared() throws Exception {
        rounds.next();
        rounds.measure("a", "a", () -> 1);
        rounds.measure("b", "b", () -> {
            throw new IOException("a line is lost");
        });
        rounds.next();
        rounds.measure("a", "a", () -> 2);
        rounds.measure("b", "b", () -> 20);

        assertThat(rounds.of("a")).containsExactly(1, 2);
        assertThat(rounds.besides("a", "b")).containsExactly(2);
        assertThat(rounds.besides("b", "a")).containsExactly(20);
        assertThat(rounds.anyFailed()).isTrue();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("b: failed, a line is lost");
    }
}
