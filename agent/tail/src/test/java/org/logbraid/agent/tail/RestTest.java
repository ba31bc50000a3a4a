package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long whoever turns the tail may rest: what is due by the clock is not noticed any other way. */
class RestTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("whoever turns the tail may rest until the next look")
    void restsUntilTheNextLook() throws IOException {
        try (var rig = new TailRig(folder, "*.log")) {
            // given
            rig.write("x.log", "one\n");
            rig.welcome();
            rig.run();
            rig.time.advance(Duration.ofSeconds(1));
            rig.tail.turn();

            // then
            assertThat(rig.tail.mostRestNanos()).isEqualTo(Pace.SHORTEST_NANOS);
            rig.time.advance(Duration.ofMillis(10));
            assertThat(rig.tail.mostRestNanos()).isEqualTo(Pace.SHORTEST_NANOS - 10_000_000);
        }
    }

    @Test
    @DisplayName("lines that wait for more while a frame is unanswered are handed over after 2 ms")
    void handsOverWhatHasWaitedForMore() throws IOException {
        try (var rig = new TailRig(folder, "*.log")) {
            // given
            rig.write("x.log", "one\n");
            rig.welcome();
            rig.run();
            for (String line : List.of("two\n", "three\n")) {
                rig.write("x.log", line);
                rig.time.advance(Duration.ofMillis(25));
                rig.turn();
            }
            rig.take();
            assertThat(rig.log.sent).hasSize(1);

            // then
            long rest = rig.tail.mostRestNanos();
            assertThat(rest).isBetween(1L, Duration.ofMillis(2).toNanos());
            rig.time.advance(Duration.ofNanos(rest));
            rig.turn();
            rig.take();
            assertThat(rig.log.sent).hasSize(2);
        }
    }
}
