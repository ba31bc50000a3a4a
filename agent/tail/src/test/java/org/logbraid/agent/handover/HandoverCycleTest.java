package org.logbraid.agent.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;

/** A session from its HELLO to its goodbye. */
class HandoverCycleTest {
    @TempDir
    private Path folder;

    private HandoverRig rig;

    @BeforeEach
    void begin() throws IOException {
        rig = new HandoverRig(folder);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void saysHelloAndTellsTheTailOfTheSession() throws IOException {
        rig.welcome(11, 65_536);

        var hello = rig.collector.last(Message.Hello.class);
        assertThat(hello.agent()).isEqualTo("a");
        assertThat(hello.knownLog()).isEqualTo(InstanceId.NONE);
        assertThat(rig.answers)
                .containsExactly(new Answer.Welcomed(HandoverRig.LOG, 11, List.of()), new Answer.PromiseEach(25));
        assertThat(rig.state.knownLog()).isEqualTo(HandoverRig.LOG);
    }

    @Test
    void sendsWithinItsCreditButAlwaysOneFrame() throws IOException {
        rig.welcome(11, 300);
        rig.hand(rig.frame(11, 0, 1, 400, false), rig.frame(11, 0, 2, 100, false), rig.frame(11, 0, 3, 100, false));
        rig.turn();
        assertThat(rig.collector.frames).containsExactly(1L);

        rig.collector.says(new Message.Ack(11, 1, 0, 320));
        rig.turn();
        assertThat(rig.collector.frames).containsExactly(1L, 2L, 3L);
        assertThat(rig.answers).contains(new Answer.Accepted(11, 1));
        assertThat(rig.recycled).hasSize(3);
    }

    @Test
    void isReadyWhenTheFirstScanIsAccepted() throws IOException {
        rig.welcome(11, 65_536);
        rig.hand(rig.frame(11, 0, 1, 10, true));
        rig.turn();
        assertThat(rig.readies).isZero();
        rig.collector.says(new Message.Ack(11, 1, 0, 65_536));
        rig.turn();
        assertThat(rig.readies).isEqualTo(1);
    }

    @Test
    @DisplayName("G5: what was made before a refusal is let go of, promises too")
    void letsGoOfWhatWasMadeInAnOlderRound() throws IOException {
        rig.welcome(11, 65_536);
        rig.hand(rig.frame(11, 0, 1, 10, false), rig.frame(11, 0, 2, 10, false));
        rig.turn();
        rig.collector.says(new Message.Nack(11, 1, 2));
        rig.hand(rig.frame(11, 0, 3, 10, false), new Handed.Promise(11, 3, 77, List.of()));
        rig.turn();
        assertThat(rig.collector.frames).containsExactly(1L, 2L);
        assertThat(rig.answers).contains(new Answer.Rejected(11, 1, 2));
        assertThat(rig.collector.count(Message.Promise.class)).isZero();

        rig.hand(rig.frame(11, 1, 2, 10, false), new Handed.Promise(11, 2, 88, List.of()));
        rig.turn();
        assertThat(rig.collector.frames).containsExactly(1L, 2L, 2L);
        assertThat(rig.collector.last(Message.Promise.class).time()).isEqualTo(88);
    }

    @Test
    void promisesTheNewestBehindTheFramesAtIntervals() throws IOException {
        rig.welcome(11, 200);
        rig.hand(new Handed.Promise(11, 0, 70, List.of()));
        rig.turn();
        rig.hand(new Handed.Promise(11, 0, 71, List.of()), new Handed.Promise(11, 0, 72, List.of(5L)));
        rig.turn();
        assertThat(rig.collector.count(Message.Promise.class)).isEqualTo(1);
        rig.pass(Duration.ofMillis(25));
        assertThat(rig.collector.last(Message.Promise.class)).isEqualTo(new Message.Promise(11, 0, 72, List.of(5L)));

        // a promise waits behind a frame that waits for credit
        rig.hand(
                rig.frame(11, 0, 1, 150, false),
                rig.frame(11, 0, 2, 150, false),
                new Handed.Promise(11, 2, 73, List.of()));
        rig.pass(Duration.ofMillis(25));
        assertThat(rig.collector.count(Message.Promise.class)).isEqualTo(2);
    }

    @Test
    @DisplayName("T3: that a file has been read to its end is said sooner than what is excepted still")
    void saysSoonThatAFileWasReadToItsEnd() throws IOException {
        rig.welcome(11, 200);
        rig.hand(new Handed.Promise(11, 0, 70, List.of(5L, 6L)));
        rig.turn();
        rig.hand(new Handed.Promise(11, 0, 71, List.of(5L, 6L, 7L)));
        rig.pass(Duration.ofMillis(10));
        assertThat(rig.collector.count(Message.Promise.class)).isEqualTo(1);

        rig.hand(new Handed.Promise(11, 0, 72, List.of(6L, 7L)));
        rig.turn();

        assertThat(rig.collector.last(Message.Promise.class))
                .isEqualTo(new Message.Promise(11, 0, 72, List.of(6L, 7L)));
    }

    @Test
    void looksSoonWhileTheTailTakesNothing() throws IOException {
        rig.welcome(11, 200);
        rig.hand(rig.frame(11, 0, 1, 10, false));
        rig.turn();
        int room = 0;
        while (rig.answers.offer(new Answer.Stop())) {
            room++;
        }
        assertThat(room).isPositive();
        rig.collector.says(new Message.Ack(11, 1, 0, 200));
        rig.turn();
        assertThat(rig.cycle.mostRestNanos()).isLessThan(Duration.ofMillis(5).toNanos());

        rig.answers.clear();
        rig.turn();
        assertThat(rig.answers).last().isEqualTo(new Answer.Accepted(11, 1));
        assertThat(rig.cycle.mostRestNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void restsUntilAPromiseThatWasHeldBackIsDue() throws IOException {
        rig.welcome(11, 200);
        rig.hand(new Handed.Promise(11, 0, 70, List.of()));
        rig.turn();
        assertThat(rig.cycle.mostRestNanos()).isEqualTo(Long.MAX_VALUE);

        rig.hand(new Handed.Promise(11, 0, 71, List.of()));
        rig.pass(Duration.ofMillis(5));
        assertThat(rig.cycle.mostRestNanos()).isEqualTo(Duration.ofMillis(20).toNanos());
        rig.pass(Duration.ofMillis(20));
        assertThat(rig.collector.last(Message.Promise.class).time()).isEqualTo(71);
        assertThat(rig.cycle.mostRestNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void looksSoonWhileTheConnectionTakesNothingButNotWhileCreditIsWaitedFor() throws IOException {
        rig.welcome(11, 200);
        rig.hand(rig.frame(11, 0, 1, 150, false), rig.frame(11, 0, 2, 150, false));
        rig.turn();
        assertThat(rig.cycle.mostRestNanos()).isEqualTo(Long.MAX_VALUE);

        rig.collector.takesNothing = true;
        rig.collector.says(new Message.Ack(11, 1, 0, 200));
        rig.turn();
        assertThat(rig.collector.frames).containsExactly(1L);
        assertThat(rig.cycle.mostRestNanos()).isLessThan(Duration.ofMillis(5).toNanos());
    }

    @Test
    void seversAtALossAndLetsGoOfTheOldSession() throws IOException {
        rig.welcome(11, 65_536);
        rig.hand(rig.frame(11, 0, 1, 10, false));
        rig.turn();
        rig.collector.tears();
        rig.turn();
        assertThat(rig.answers).last().isInstanceOf(Answer.Severed.class);
        rig.hand(rig.frame(11, 0, 2, 10, false));
        rig.pass(Duration.ofMillis(100));
        assertThat(rig.collector.count(Message.Hello.class)).isEqualTo(2);
        rig.welcome(12, 65_536);
        rig.hand(rig.frame(12, 0, 1, 10, false));
        rig.turn();
        assertThat(rig.collector.frames).containsExactly(1L, 1L);
        assertThat(rig.recycled).hasSize(3);
    }

    @Test
    void saysGoodbyeForGoodWhenEverythingIsAcceptedAndWritten() throws IOException {
        rig.make(true, true, null);
        rig.welcome(11, 65_536);
        rig.hand(rig.frame(11, 0, 1, 10, true), new Handed.Drained(11, 1));
        rig.collector.says(new Message.Ack(11, 1, 0, 65_536));
        rig.turn();
        rig.collector.says(new Message.Ack(11, 1, 0, 65_536));
        rig.turn();
        assertThat(rig.collector.count(Message.Bye.class)).isZero();

        rig.collector.says(new Message.Ack(11, 1, 1, 65_536));
        rig.turn();
        assertThat(rig.collector.last(Message.Bye.class)).isEqualTo(new Message.Bye(11, true, 1));
        assertThat(rig.statuses).isEmpty();
        rig.collector.says(new Message.Bye(11, true, 1));
        rig.turn();
        assertThat(rig.statuses).containsExactly(0);
    }

    @Test
    void handsOverWhatWasReadBeforeItStops() throws IOException {
        rig.welcome(11, 65_536);
        rig.cycle.stop();
        rig.turn();
        assertThat(rig.answers).last().isEqualTo(new Answer.Stop());
        rig.hand(rig.frame(11, 0, 1, 10, false), new Handed.Drained(11, 1));
        rig.turn();
        assertThat(rig.collector.count(Message.Bye.class)).isZero();
        rig.collector.says(new Message.Ack(11, 1, 0, 65_536));
        rig.turn();
        assertThat(rig.collector.last(Message.Bye.class)).isEqualTo(new Message.Bye(11, false, 1));
        rig.collector.says(new Message.Bye(11, false, 1));
        rig.turn();
        assertThat(rig.statuses).containsExactly(0);
    }
}
