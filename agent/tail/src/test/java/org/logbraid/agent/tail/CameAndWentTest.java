package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files that came and went at a path while nobody looked: found by their birth, whatever rotation calls them (G4, G7). */
class CameAndWentTest extends TailTest {
    private static final Duration LONG_QUIET = Duration.ofSeconds(7);

    @BeforeEach
    void begin() {
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
    }

    @Test
    @DisplayName("numbers that count up: all, the oldest first (G4, G7)")
    void numbersMayCountUp() {
        rig.kill();
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.9");
        rig.write("x.log", "three\n");
        rig.rename("x.log", "x.log.10");
        rig.write("x.log", "four\n");
        rig.rename("x.log", "x.log.11");
        rig.write("x.log", "five\n");
        rig.start();
        rig.run(LONG_QUIET);

        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n", "four\n", "five\n");
    }

    @Test
    @DisplayName("numbers that count up and copies: all, the oldest first (G4, G7)")
    void numbersOfCopiesMayCountUp() {
        rig.kill();
        rig.write("x.log", "two\n");
        rig.copy("x.log", "x.log.1");
        rig.cut("x.log", 0);
        rig.write("x.log", "three\n");
        rig.copy("x.log", "x.log.2");
        rig.cut("x.log", 0);
        rig.write("x.log", "4\n");
        rig.start();
        rig.run(LONG_QUIET);

        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n", "4\n");
    }

    @Test
    @DisplayName("the one before is closed in the log already (G4)")
    void afterAGenerationThatIsClosed() {
        // given
        rig.rename("x.log", "x.log.1");
        rig.run(LONG_QUIET);
        assertThat(rig.rows("x.log").get(0).closed).isTrue();

        // when
        rig.kill();
        rig.rename("x.log.1", "x.log.2");
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.start();
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\n", "three\n");
    }

    @Test
    @DisplayName("the one before has been deleted (G4)")
    void afterAGenerationWhoseFileIsGone() {
        rig.kill();
        rig.delete("x.log");
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.start();
        rig.run(LONG_QUIET);

        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\n", "three\n");
    }

    @Test
    @DisplayName("a copy of what was read stays unread (G5)")
    void aCopyMadeBetweenIsNotRead() {
        rig.kill();
        rig.copy("x.log", "x.log.bak");
        rig.rename("x.log", "x.log.2");
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.start();
        rig.run(LONG_QUIET);

        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\n", "three\n");
    }

    @Test
    @DisplayName("a copy of what the log knows, met before the log could be asked, stays unread (G5)")
    void aCopyMetBeforeTheLogWasAskedIsNotRead() {
        // given
        rig.copy("x.log", "x.log.1");
        rig.cut("x.log", 0);
        rig.write("x.log", "2\n");
        rig.run(LONG_QUIET);
        rig.kill();

        // when
        rig.startAlone();
        rig.run();
        rig.rename("x.log.1", "x.log.2");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.run();
        rig.welcome();
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.all()).isEqualTo("one\n2\nthree\n");
    }

    @Test
    @DisplayName("a copy that lacks what was lost stays unread (G5)")
    void aCopyOfWhatEndedInAGapIsNotRead() {
        // given
        rig.kill();
        rig.delete("x.log");
        rig.start();
        String stamped =
                "2026-05-17T10:05:03.000123Z GET /presentations/logstash-monitorama-2013 HTTP/1.1\n".repeat(20);
        rig.write("x.log", stamped);
        rig.run();
        rig.copy("x.log", "x.log.1");
        rig.write("x.log", "two\nthree, of which only a part was written");
        rig.run();
        rig.cut("x.log", 0);
        rig.run(LONG_QUIET);

        // when
        rig.rename("x.log.1", "x.log.2");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "four\n");
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.all()).containsOnlyOnce(stamped).endsWith("two\nfour\n");
    }

    @Test
    @DisplayName("those before a file that was met while no collector could be reached are found too (G4, G7)")
    void beforeAFileThatWasMetWithoutALog() {
        // given
        rig.kill();
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.2");
        rig.write("x.log", "three\n");

        // when
        rig.startAlone();
        rig.run();
        rig.rename("x.log", "x.log.3");
        rig.write("x.log", "four\n");
        rig.run();
        rig.welcome();
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\n", "three\n", "four\n");
    }
}
