package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happened to the files while the agent was down. */
class DownTest extends TailTest {
    private static final Duration LONG_QUIET = Duration.ofSeconds(7);

    @Test
    @DisplayName("the log knows where to go on, not the agent (G14)")
    void theLogKnowsWhereToGoOn() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.kill();
        rig.write("x.log", "two\n");
        rig.start();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n");
    }

    @Test
    @DisplayName("rotated while down: found beside the path (G4)")
    void rotatedWhileDown() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.kill();
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.start();
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n");
        assertThat(rig.rows("x.log").get(0).closed).isTrue();
    }

    @Test
    @DisplayName("rotated twice while down: all, the oldest first (G4, G7)")
    void rotatedTwiceWhileDown() {
        rotatedSeveralTimesWhileDown();
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n", "four\n", "five\n");
    }

    @Test
    void rotatedSeveralTimesWhileDownInsideTheGlob() throws IOException {
        follow("x.log*");
        rotatedSeveralTimesWhileDown();
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n", "four\n", "five\n");
        assertThat(rig.all()).hasSize("one\ntwo\nthree\nfour\nfive\n".length());
    }

    private void rotatedSeveralTimesWhileDown() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.kill();
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.3");
        rig.write("x.log", "three\n");
        rig.rename("x.log", "x.log.2");
        rig.write("x.log", "four\n");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "five\n");
        rig.start();
        rig.run(LONG_QUIET);
    }

    @Test
    @DisplayName("copied and truncated while down, also twice (G4)")
    void copiedAndTruncatedWhileDown() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.kill();
        rig.write("x.log", "two\n");
        rig.copy("x.log", "x.log.1");
        rig.cut("x.log", 0);
        rig.write("x.log", "three\n");
        rig.rename("x.log.1", "x.log.2");
        rig.copy("x.log", "x.log.1");
        rig.cut("x.log", 0);
        rig.write("x.log", "4\n");
        rig.start();
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n", "4\n");
    }

    @Test
    void aGenerationThatCannotBeFoundIsClosedAsGone() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.kill();
        rig.delete("x.log");
        rig.start();
        rig.run();

        // then
        assertThat(rig.rows("x.log").get(0).gone).isTrue();
    }

    @Test
    void closedGenerationsAreNotReadAgain() throws IOException {
        // given
        follow("x.log*");
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "two\n");
        rig.run(LONG_QUIET);

        // when
        rig.kill();
        rig.write("x.log.1", "more\n");
        rig.rename("x.log.1", "x.log.2");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.start();
        rig.run(LONG_QUIET);
        rig.restart();
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.texts("x.log")).containsExactlyInAnyOrder("one\n", "two\n", "three\n", "more\n");
        assertThat(rig.all()).hasSize("one\ntwo\nthree\nmore\n".length());
    }
}
