package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files that are cut in place, with a copy and without one, while the agent looks on; each case of the list is a test. */
class TruncationTest extends TailTest {
    private static final Duration LONG_QUIET = Duration.ofSeconds(7);

    @Test
    @DisplayName("copy and truncate: finished from our offset in the copy (G4, G5)")
    void copyAndTruncate() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.write("x.log", "two\n");
        rig.copy("x.log", "x.log.1");
        rig.cut("x.log", 0);
        rig.write("x.log", "3\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "3\n");
        assertThat(rig.tail.view().gaps()).isZero();
        rig.run(LONG_QUIET);
        assertThat(rig.rows("x.log").get(0).closed).isTrue();
        assertThat(rig.rows("x.log").get(0).gone).isFalse();
    }

    @Test
    @DisplayName("copy and truncate of a second file right behind the look for the first one's copy (G4, G5)")
    void copyAndTruncateBehindALook() throws IOException {
        // given
        follow("a.log", "b.log");
        rig.write("a.log", "one\n");
        rig.write("b.log", "one\n");
        rig.welcome();
        rig.run();
        rig.write("a.log", "two\n");
        rig.write("b.log", "two\n");

        // when
        rig.behindNextList(() -> {
            rig.copy("b.log", "b.log.1");
            rig.cut("b.log", 0);
        });
        rig.copy("a.log", "a.log.1");
        rig.cut("a.log", 0);
        rig.run();

        // then
        assertThat(rig.texts("a.log")).containsExactly("one\ntwo\n", "");
        assertThat(rig.texts("b.log")).containsExactly("one\ntwo\n", "");
        assertThat(rig.tail.view().gaps()).isZero();
    }

    @Test
    @DisplayName("copy and truncate, and no copy: a GAP for what was seen and not read (G4)")
    void truncatedWithoutACopy() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.write("x.log", "two");
        rig.run();

        // when
        rig.cut("x.log", 0);
        rig.write("x.log", "3\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "3\n");
        assertThat(rig.rows("x.log").get(0).gaps).containsExactly("4-7");
        assertThat(rig.rows("x.log").get(0).gone).isTrue();
        assertThat(rig.tail.view().gaps()).isEqualTo(1);
    }

    @Test
    @DisplayName("truncated, regrown past the offset (G4)")
    void truncatedAndRegrownPastTheOffset() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.cut("x.log", 0);
        rig.write("x.log", "two\nthree\nfour\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\nthree\nfour\n");
    }

    @Test
    void truncatedAndRegrownToTheSameLengthIsNoticedWhenItGrows() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.cut("x.log", 0);
        rig.write("x.log", "two\n");
        rig.run();
        rig.write("x.log", "three\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\nthree\n");
    }

    @Test
    @DisplayName("copy and truncate with the copies in the glob (G5)")
    void copyAndTruncateInsideTheGlob() throws IOException {
        // given
        follow("x.log*");
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.copy("x.log", "x.log.1");
        rig.run();
        rig.cut("x.log", 0);
        rig.run();
        rig.write("x.log", "two\n");
        rig.run();
        rig.write("x.log", "three\n");
        rig.rename("x.log.1", "x.log.2");
        rig.copy("x.log", "x.log.1");
        rig.cut("x.log", 0);
        rig.run(LONG_QUIET);
        rig.restart();
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.all()).isEqualTo("one\ntwo\nthree\n");
    }
}
