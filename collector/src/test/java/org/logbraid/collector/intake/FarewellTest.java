package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.merge.Applied;
import org.logbraid.common.wire.Message;

/** Goodbyes that are not what they seem, and the collector's own. */
class FarewellTest {
    private final IntakeRig rig = IntakeRig.serving();

    @Test
    @DisplayName("T4: a goodbye of another session ends nothing")
    void fencesTheGoodbyeOfAnotherSession() {
        long connection = rig.welcome("web1", 2);

        rig.port.say(connection, new Message.Bye(1, true, 0));
        rig.turn();

        assertThat(rig.entries()).isEmpty();
        assertThat(rig.port.heard(connection)).containsExactly(new Message.Fenced(1));
    }

    @Test
    @DisplayName("T4: a goodbye is proposed once")
    void proposesAGoodbyeOnce() {
        long connection = rig.welcome("web1", 1);
        rig.port.say(connection, new Message.Bye(1, true, 0));
        rig.turn();
        rig.port.say(connection, new Message.Bye(1, true, 0));
        rig.turn(new Applied.FrameAccepted(1, 1, false));

        assertThat(rig.entries()).containsExactly(new Entry.Bye(1, true));
    }

    @Test
    @DisplayName("T4: who is evicted is told at once")
    void tellsTheEvicted() {
        long connection = rig.welcome("web1", 1);

        rig.turn(new Applied.SessionOver(1, false, true));

        assertThat(rig.port.heard(connection)).containsExactly(new Message.Fenced(1));
    }

    @Test
    void answersNoGoodbyeThatWasNotSaidHere() {
        long connection = rig.welcome("web1", 1);

        rig.turn(new Applied.ByeForRestart(1));

        assertThat(rig.port.heard(connection)).isEmpty();
        rig.frame(connection, 1, 1);
        assertThat(rig.types()).containsExactly(EntryType.FRAME);
    }

    @Test
    @DisplayName("G15: a stop waits until the quorum has taken what was proposed")
    void stopsWhenEverythingIsTaken() {
        long connection = rig.welcome("web1", 1);
        rig.room = 0;
        rig.frame(connection, 1, 1);
        rig.intake.stop();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.intake.isStopped()).isFalse();

        rig.room = 100;
        rig.turn();

        assertThat(rig.types()).containsExactly(EntryType.FRAME);
        assertThat(rig.intake.isStopped()).isTrue();
    }

    @Test
    @DisplayName("agents have 200 ms to go by themselves")
    void leavesAgentsTimeToGo() {
        long connection = rig.welcome("web1", 1);
        rig.intake.stop();

        rig.pass(Duration.ofMillis(100));

        assertThat(rig.intake.isStopped()).isFalse();
        assertThat(rig.port.whyDropped(connection)).isNull();
    }
}
