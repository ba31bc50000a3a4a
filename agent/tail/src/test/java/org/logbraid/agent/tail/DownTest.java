package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.agent.handover.Answer;
import org.logbraid.common.wire.InstanceId;

/**
 * What happened while the agent was down, or while a session came and went.
 *
 * <p>Longer than 300 lines because one fact for each case of a rotation while the agent is down stands here.
 */
class DownTest {
    private static final Duration LONG_QUIET = Duration.ofSeconds(7);

    @TempDir
    private Path folder;

    private TailRig rig;

    @BeforeEach
    void follow() {
        rig = new TailRig(folder, "x.log");
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    private void follow(String pattern) throws IOException {
        rig.close();
        rig = new TailRig(folder, pattern);
    }

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

    @Test
    @DisplayName("frames that were not accepted are read again (G4, G5)")
    void voidFramesAreReadAgain() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.write("x.log", "two\n");
        rig.time.advance(Duration.ofSeconds(1));
        rig.turn();
        rig.take();
        assertThat(rig.log.sent).isNotEmpty();

        // when
        rig.reject();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n");
    }

    @Test
    void aNewSessionReadsAgainFromWhatTheLogNames() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.turn();
        rig.take();

        // when
        rig.answers.add(new Answer.Severed("away"));
        rig.run();
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.run();
        rig.welcome();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n");
    }

    @Test
    @DisplayName("another log is sent everything that can be read (G14)")
    void anotherLogIsSentEverything() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.logId = new InstanceId(2, 2);
        rig.log.generations.clear();
        rig.welcome();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n");
    }

    @Test
    void everythingWrittenBeforeTheFirstWelcomeComesOut() {
        // given
        rig.write("x.log", "one\n");
        rig.run();
        rig.rename("x.log", "y");
        rig.write("x.log", "two\n");
        rig.run();
        rig.delete("y");
        rig.run();

        // when
        rig.welcome();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\n");
    }

    @Test
    void fromEndSpeaksOfFilesThatAreThereAtTheVeryFirstStart() throws IOException {
        // given
        follow("*.log");
        rig.kill();
        rig.fromEnd = true;
        rig.write("x.log", "old\nto");
        rig.start();
        rig.run();

        // when
        rig.write("x.log", "rn\nnew\n");
        rig.write("y.log", "fresh\n");
        rig.run();
        rig.restart();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("torn\nnew\n");
        assertThat(rig.texts("y.log")).containsExactly("fresh\n");

        // and when the log is a new one
        rig.logId = new InstanceId(2, 2);
        rig.log.generations.clear();
        rig.restart();
        rig.run();
        assertThat(rig.texts("x.log")).containsExactly("torn\nnew\n");
        assertThat(rig.texts("y.log")).containsExactly("fresh\n");
    }

    @Test
    void allFilesAreOpenedBeforeALineIsSent() throws IOException {
        // given
        follow("*.log");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rig.write(i + ".log", "line " + i + "\n");
            expected.add("line " + i);
        }

        // when
        rig.welcome();
        for (int i = 0; i < 100 && !rig.log.come; i++) {
            rig.turn();
            rig.take();
            if (!rig.log.sent.isEmpty()) {
                assertThat(rig.all()).isEmpty();
                rig.applyOne();
            }
        }

        // then
        assertThat(rig.log.generations).hasSize(5_000);
        assertThat(rig.all()).isEmpty();
        rig.run();
        assertThat(rig.all().lines().sorted().toList())
                .isEqualTo(expected.stream().sorted().toList());
        assertThat(openDescriptors()).isLessThan(1_000);
    }

    private static int openDescriptors() {
        return new java.io.File("/proc/self/fd").list().length;
    }
}
