package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What came and went is a copy of what was read, and not read again (G5), or merely begins alike, and is read (G4). */
class CopyTest extends TailTest {
    private static final Duration LONG_QUIET = Duration.ofSeconds(7);
    private static final String LINE =
            "2026-05-17T10:05:03.000123Z GET /presentations/logstash-monitorama-2013 HTTP/1.1\n";
    private static final String BANNER = "# a line that stands at the beginning of every file, whatever follows it\n";

    @BeforeEach
    void begin() {
        rig.welcome();
    }

    @Test
    @DisplayName("a copy shorter than the head that is known stays unread (G5)")
    void aCopyShorterThanTheHeadIsNotRead() {
        // given
        rig.write("x.log", LINE + "one\n");
        rig.run();
        copyAndGrow();

        // when
        rig.kill();
        rig.cut("x.log", 0);
        rig.write("x.log", "three\n");
        rotateTwiceAndStart();

        // then
        assertThat(rig.texts("x.log")).containsExactly(LINE + "one\ntwo\n", "three\n", "four\n");
    }

    @Test
    @DisplayName("a copy of a single short line of a file that was cut stays unread (G5)")
    void aCopyOfAShortLineIsNotRead() {
        // given
        String shortLine = "2026-05-17T10:05:03.000123Z GET / HTTP/1.1\n";
        rig.write("x.log", shortLine);
        rig.run();
        copyAndGrow();

        // when
        rig.kill();
        rig.cut("x.log", 0);
        rig.write("x.log", "3\n");
        rotateTwiceAndStart();

        // then
        assertThat(rig.texts("x.log")).containsExactly(shortLine + "two\n", "3\n", "four\n");
    }

    @Test
    @DisplayName("short, and beginning with the same line as a longer one (G4)")
    void aShortFileThatBeginsWithTheSameLineIsRead() {
        // given
        rig.write("x.log", BANNER + LINE.repeat(20));
        rig.run();

        // when
        rig.kill();
        rig.delete("x.log");
        comeAndGo(BANNER + "two, a line of its own\n", "x.log.1");

        // then
        assertThat(rig.texts("x.log"))
                .containsExactly(BANNER + LINE.repeat(20), BANNER + "two, a line of its own\n", "three\n");
    }

    @Test
    @DisplayName("beginning with all that stands in one that was rotated, and still is there (G4)")
    void aFileThatBeginsWithAllOfARotatedOneIsRead() {
        // given
        rig.write("x.log", BANNER);
        rig.run();

        // when
        rig.kill();
        rig.rename("x.log", "x.log.2");
        comeAndGo(BANNER + "two\n", "x.log.1");

        // then
        assertThat(rig.texts("x.log")).containsExactly(BANNER, BANNER + "two\n", "three\n");
    }

    @Test
    @DisplayName("beginning with all that stands in one that is closed in the log, and still is there (G4)")
    void aFileThatBeginsWithAllOfAFinishedOneIsRead() {
        // given
        finish(BANNER);

        // when
        rig.kill();
        comeAndGo(BANNER + "two\n", "x.log.2");

        // then
        assertThat(rig.texts("x.log")).containsExactly(BANNER, BANNER + "two\n", "three\n");
    }

    @Test
    @DisplayName("beginning with all that stood in one that is closed in the log and gone: what is new in it (G4, G5)")
    void whatFollowsAllOfAFinishedOneIsRead() {
        // given
        finish(LINE);

        // when
        rig.kill();
        rig.delete("x.log.1");
        comeAndGo(LINE + "two\n", "x.log.1");

        // then
        assertThat(rig.texts("x.log")).containsExactly(LINE, "two\n", "three\n");
    }

    @Test
    @DisplayName("a long beginning in common with one that still is there (G4)")
    void aFileWithALongBeginningInCommonIsRead() {
        // given
        finish(BANNER.repeat(20) + LINE.repeat(20));

        // when
        rig.kill();
        comeAndGo(BANNER.repeat(20) + "two\n", "x.log.2");

        // then
        assertThat(rig.texts("x.log"))
                .containsExactly(BANNER.repeat(20) + LINE.repeat(20), BANNER.repeat(20) + "two\n", "three\n");
    }

    @Test
    @DisplayName("beginning with all that was read of one that was cut then: what is new in it (G4)")
    void whatFollowsAllOfOneThatEndedInAGapIsRead() {
        // given
        rig.write("x.log", BANNER);
        rig.run();
        rig.write("x.log", "unfinished");
        rig.run();
        rig.cut("x.log", 0);
        rig.run();
        assertThat(rig.rows("x.log").get(0).gaps).hasSize(1);

        // when
        rig.kill();
        rig.delete("x.log");
        comeAndGo(BANNER + "two\n", "x.log.1");

        // then
        assertThat(rig.all()).isEqualTo(BANNER + "two\nthree\n");
    }

    private void copyAndGrow() {
        rig.copy("x.log", "x.log.1");
        rig.write("x.log", "two\n");
        rig.run();
    }

    /** Another file takes its place, and the copy makes way. */
    private void rotateTwiceAndStart() {
        rig.rename("x.log.1", "x.log.2");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "four\n");
        rig.start();
        rig.run(LONG_QUIET);
    }

    /** A file of which nobody sees more than what is left of it; another one stands in its place when the agent starts. */
    private void comeAndGo(String text, String goneTo) {
        rig.write("x.log", text);
        rig.rename("x.log", goneTo);
        rig.write("x.log", "three\n");
        rig.start();
        rig.run(LONG_QUIET);
    }

    private void finish(String text) {
        rig.write("x.log", text);
        rig.run();
        rig.rename("x.log", "x.log.1");
        rig.run(LONG_QUIET);
        assertThat(rig.rows("x.log").get(0).closed).isTrue();
    }
}
