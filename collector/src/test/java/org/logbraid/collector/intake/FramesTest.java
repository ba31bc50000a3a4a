package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.merge.Applied;
import org.logbraid.collector.quorum.Proposal;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageType;

class FramesTest {
    @Test
    @DisplayName("G15: a frame is acknowledged when it is applied, and not before")
    void acknowledgesWhatWasApplied() {
        // given
        var rig = IntakeRig.serving();
        long connection = rig.welcome("web1", 1);
        rig.frame(connection, 1, 1);
        rig.frame(connection, 1, 2);
        assertThat(rig.types()).containsExactly(EntryType.FRAME, EntryType.FRAME);
        assertThat(rig.port.heard(connection)).isEmpty();

        // when
        rig.applied.add(new Applied.FrameAccepted(1, 1, true));
        rig.turn(new Applied.FrameAccepted(1, 2, false));

        // then
        assertThat(rig.port.heard(connection)).containsExactly(new Message.Ack(1, 2, 0, Credit.GREATEST));
    }

    @Test
    void tellsWhatIsWritten() {
        var rig = IntakeRig.serving();
        long connection = rig.welcome("web1", 1);
        rig.frame(connection, 1, 1);

        rig.applied.add(new Applied.FrameAccepted(1, 1, true));
        rig.turn(new Applied.Written(1, 1));

        assertThat(rig.port.heard(connection)).containsExactly(new Message.Ack(1, 1, 1, Credit.GREATEST));
    }

    @Test
    @DisplayName("G5: the agent of a void frame is told once where to go on")
    void answersAVoidFrameOnce() {
        var rig = IntakeRig.serving();
        long connection = rig.welcome("web1", 1);
        rig.frame(connection, 1, 2);
        rig.frame(connection, 1, 3);

        rig.applied.add(new Applied.FrameVoid(1, 1, 1, true));
        rig.turn(new Applied.FrameVoid(1, 1, 1, false));

        assertThat(rig.port.heard(connection)).containsExactly(new Message.Nack(1, 1, 1));
    }

    @Test
    void fencesFramesOfASessionThatIsNotTheConnections() {
        var rig = IntakeRig.serving();
        long connection = rig.welcome("web1", 3);

        rig.frame(connection, 2, 1);
        rig.frame(connection, 2, 2);

        assertThat(rig.proposed).isEmpty();
        assertThat(rig.port.heard(connection)).containsExactly(new Message.Fenced(2));
        assertThat(rig.port.lent()).isZero();
    }

    @Test
    void fencesASessionThatIsOver() {
        var rig = IntakeRig.serving();
        long connection = rig.welcome("web1", 1);

        rig.turn(new Applied.SessionOver(1, false, true));
        rig.frame(connection, 1, 1);

        assertThat(rig.proposed).isEmpty();
        assertThat(rig.port.heard(connection)).containsExactly(new Message.Fenced(1));
    }

    @Test
    @DisplayName("X4: a malformed frame ends its connection and no other, is counted and given back")
    void endsTheConnectionOfAMalformedFrame() {
        // given
        var rig = IntakeRig.serving();
        long bad = rig.welcome("web1", 1);
        long good = rig.welcome("web2", 2);
        byte[] body = IntakeRig.frameBody(1, 1, 10);
        body[body.length - 1] ^= 1;

        // when
        rig.port.say(bad, MessageType.FRAME, body);
        rig.port.say(bad, MessageType.PROMISE, new byte[3]);
        rig.turn();

        // then
        assertThat(rig.proposed).isEmpty();
        assertThat(rig.port.whyDropped(bad)).contains("checksum");
        assertThat(rig.port.whyDropped(good)).isNull();
        assertThat(rig.port.lent()).isZero();
        rig.pass(java.time.Duration.ofMillis(100));
        assertThat(rig.intake.view().counters()).containsEntry("malformed", 1L);
    }

    @Test
    @DisplayName("X4: an agent that sends far beyond its credit is cut off")
    void cutsOffWhoeverSendsBeyondItsCredit() {
        // given
        var rig = IntakeRig.serving();
        long connection = rig.welcome("web1", 1);

        // when
        for (int i = 1; i <= 11; i++) {
            rig.port.say(connection, MessageType.FRAME, IntakeRig.frameBody(1, i, 1_000_000));
        }
        rig.turn();

        // then
        assertThat(rig.port.whyDropped(connection)).contains("in flight");
        assertThat(rig.types()).hasSize(10);
    }

    @Test
    void creditIsAShareWithinBoundsAndWholeForTheOneAllWaitFor() {
        var rig = IntakeRig.serving();
        for (int i = 1; i <= 16; i++) {
            rig.welcome("web" + i, i);
        }
        rig.merge = rig.view().heldBy("web2").build();

        rig.applied.add(new Applied.FrameAccepted(1, 1, false));
        rig.turn(new Applied.FrameAccepted(2, 1, false));

        assertThat(rig.port.heard(1)).containsExactly(new Message.Ack(1, 1, 0, 4 * 1024 * 1024));
        assertThat(rig.port.heard(2)).containsExactly(new Message.Ack(2, 1, 0, Credit.GREATEST));
    }

    @Test
    @DisplayName("a full queue slows agents down and drops nothing")
    void readsNoFurtherWhileTheQuorumTakesNoMore() {
        // given
        var rig = IntakeRig.serving();
        long connection = rig.welcome("web1", 1);
        rig.room = 1;
        for (int i = 1; i <= 4; i++) {
            rig.port.say(connection, MessageType.FRAME, IntakeRig.frameBody(1, i, 10));
        }

        // when
        rig.turn();
        rig.turn();

        // then
        assertThat(rig.proposed).hasSize(1);
        assertThat(rig.port.isEmpty()).isFalse();
        rig.room = 100;
        rig.turn();
        rig.turn();
        assertThat(rig.types()).hasSize(4);
        assertThat(rig.port.lent()).isEqualTo(4);
        rig.proposed.forEach(Proposal::release);
        assertThat(rig.port.lent()).isZero();
    }
}
