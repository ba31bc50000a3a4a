package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.agent.handover.Answer;
import org.logbraid.common.wire.InstanceId;

/** Sessions that come and go, and what is sent when one begins. */
class SessionTest extends TailTest {
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
