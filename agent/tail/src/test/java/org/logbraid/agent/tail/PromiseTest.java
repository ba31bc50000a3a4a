package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.agent.TimeFormat;
import org.logbraid.agent.handover.Answer;
import org.logbraid.agent.handover.Handed;

/** Promises, frames and the end of {@code --once}. */
class PromiseTest {
    @TempDir
    private Path folder;

    private TailRig rig;

    @BeforeEach
    void follow() {
        rig = new TailRig(folder, "*.log");
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    private Handed.Promise lastPromise() {
        return rig.log.promises.get(rig.log.promises.size() - 1);
    }

    @Test
    @DisplayName("a promise names the last frame before it and is older than the look (T3)")
    void aPromiseNamesTheLastFrame() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        long before = rig.clock.epochNanos();

        // when
        rig.run();

        // then
        assertThat(lastPromise().excepted()).isEmpty();
        assertThat(lastPromise().frameNumber()).isEqualTo(rig.log.last);
        assertThat(lastPromise().time()).isBetween(before - 20_000_000, rig.clock.epochNanos() - 20_000_000);
    }

    @Test
    @DisplayName("an unfinished line excepts its source for a second (T3)")
    void anUnfinishedLineExceptsItsSourceForASecond() {
        // given
        rig.write("x.log", "one\n");
        rig.write("y.log", "one\ntw");
        rig.welcome();

        // when
        rig.run(Duration.ofMillis(900));
        assertThat(lastPromise().excepted()).containsExactly(rig.rows("y.log").get(0).id);
        rig.run(Duration.ofMillis(300));

        // then
        assertThat(lastPromise().excepted()).isEmpty();
    }

    @Test
    @DisplayName("what is not sent is not promised (T3)")
    void whatIsNotSentIsNotPromised() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        int before = rig.log.promises.size();
        rig.write("x.log", ("x".repeat(1000) + "\n").repeat(20_000));

        // when
        for (int i = 0; i < 50; i++) {
            rig.turn();
            rig.take();
            rig.time.advance(Duration.ofMillis(10));
        }

        // then
        assertThat(rig.log.sent).hasSize(4);
        assertThat(rig.log.promises.subList(before, rig.log.promises.size()))
                .allSatisfy(promise -> assertThat(promise.excepted().isEmpty() && promise.frameNumber() > rig.log.last)
                        .isFalse());
        rig.run(Duration.ofSeconds(1));
        assertThat(rig.texts("x.log").get(0)).hasSize(4 + 1001 * 20_000);
        assertThat(lastPromise().excepted()).isEmpty();
    }

    @Test
    void readingIsTimeFair() {
        // given
        rig.format = TimeFormat.EPOCH;
        var early = new StringBuilder();
        var late = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            early.append(1_700_000_000 + i).append(" early line of x\n");
            late.append(1_700_000_000 + 40_000 + i).append(" late line of y\n");
        }
        rig.write("y.log", late.toString());
        rig.write("x.log", early.toString());
        rig.kill();
        rig.start();

        // when
        while (rig.rows("y.log").isEmpty() || rig.rows("y.log").get(0).end < 400_000) {
            rig.turn();
            rig.take();
            rig.applyAll();
            rig.time.advance(Duration.ofMillis(1));
        }

        // then
        assertThat(rig.rows("x.log").get(0).end).isGreaterThan(900_000);
    }

    @Test
    @DisplayName("--once takes an unfinished line, closes nothing and says when all is handed over (G11)")
    void onceTakesEverythingAndSaysSo() {
        // given
        rig.kill();
        rig.once = true;
        rig.write("x.log", "one\ntwo");
        rig.write("y.log", "");

        // when
        rig.start();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n");
        assertThat(rig.rows("x.log").get(0).closed).isFalse();
        assertThat(rig.log.drained.lastFrame()).isEqualTo(rig.log.last);
        assertThat(rig.tail.view().drained()).isTrue();

        // and a later run goes on from there
        rig.write("x.log", " more\nthree\n");
        rig.restart();
        rig.run();
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n more\nthree\n");
    }

    @Test
    @DisplayName("--once goes on promising when all is read: its last lines wait for nobody but itself (T2)")
    void onceDoesNotWaitForItselfForEver() {
        // given
        rig.kill();
        rig.once = true;
        rig.write("x.log", "one\n");
        rig.start();
        rig.run();
        assertThat(rig.tail.view().drained()).isTrue();
        long read = rig.clock.epochNanos();

        // when
        rig.run();

        // then
        assertThat(lastPromise().time()).isGreaterThan(read);
        assertThat(lastPromise().excepted()).isEmpty();
    }

    @Test
    void onceGoesBackWhenItsFramesAreVoid() {
        // given
        rig.kill();
        rig.once = true;
        rig.write("x.log", "one\ntwo");
        rig.start();
        for (int i = 0; i < 5; i++) {
            rig.turn();
            rig.take();
        }
        assertThat(rig.log.sent).isNotEmpty();

        // when
        rig.reject();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n");
        assertThat(rig.log.drained.lastFrame()).isEqualTo(rig.log.last);
    }

    @Test
    void anAgentWithoutFilesSendsAnEmptyFrame() {
        rig.welcome();
        rig.run();

        assertThat(rig.log.come).isTrue();
        assertThat(rig.log.frames).isEqualTo(1);
        assertThat(lastPromise().frameNumber()).isEqualTo(1);
    }

    @Test
    void aStopHandsOverWhatWasReadAndNoMore() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.answers.add(new Answer.Stop());
        rig.run();
        rig.write("x.log", "two\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n");
    }

    @Test
    @DisplayName("a FIFO, a folder or a device hangs nothing (X7)")
    @Timeout(20)
    void whatIsNoFileIsSkipped() throws Exception {
        // given
        assertThat(new ProcessBuilder("mkfifo", rig.path("f.log").toString())
                        .start()
                        .waitFor())
                .isZero();
        rig.write("folder.log/inside", "no\n");
        rig.write("x.log", "one\n");
        rig.patterns.add("/dev/zero");
        rig.patterns.add(rig.path("absent").toString());
        rig.kill();

        // when
        rig.start();
        rig.run();

        // then
        assertThat(rig.all()).isEqualTo("one\n");
        assertThat(rig.tail.view().unreadable())
                .as("to be waited for")
                .containsExactly(rig.path("absent").toString());
        rig.write("absent", "two\n");
        rig.run();
        assertThat(rig.texts("absent")).containsExactly("two\n");
    }

    @Test
    void aLongLineIsReadThoughItIsLongerThanAChunk() throws IOException {
        // given
        rig.kill();
        rig.maxLineBytes = 1024 * 1024;
        String line = "y".repeat(1024 * 1024) + "\n";
        rig.write("x.log", "one\n" + line + "two\n" + line);
        rig.start();

        // when
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n" + line + "two\n" + line);
    }

    @Test
    void lagIsSaidAndTakenBack() {
        // given
        rig.write("x.log", "one\ntw");
        rig.welcome();
        rig.run(Duration.ofSeconds(2));
        assertThat(rig.log.lag.files()).hasSize(1);
        assertThat(rig.log.lag.files().get(0).bytes()).isEqualTo(6);

        // when
        rig.write("x.log", "o\n");
        rig.run(Duration.ofSeconds(2));

        // then
        assertThat(rig.log.lag.files()).isEmpty();
    }
}
