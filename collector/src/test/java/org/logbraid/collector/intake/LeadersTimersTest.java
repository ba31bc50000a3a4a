package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.Applied;
import org.logbraid.collector.quorum.Proposal;
import org.logbraid.common.channel.AgentsPort;

class LeadersTimersTest {
    private final IntakeRig rig = IntakeRig.serving();

    @Test
    @DisplayName("T4: a session silent for evict-after is ended, one whose agent answers is not")
    void evictsTheSilent() {
        // given
        long alive = rig.welcome("web1", 1);
        rig.merge = rig.view()
                .gate(true)
                .session("web1", 1, true)
                .session("web2", 2, true)
                .build();
        rig.turn(new Applied.GateMoved("main", true));
        rig.passAnswering(Duration.ofSeconds(29), alive);
        assertThat(rig.entries()).isEmpty();

        // when
        rig.passAnswering(Duration.ofSeconds(2), alive);

        // then
        assertThat(rig.entries()).containsExactly(new Entry.Evict(2));
        rig.passAnswering(Duration.ofSeconds(40), alive);
        assertThat(rig.entries()).isEmpty();
    }

    @Test
    @DisplayName("T4: silence is counted only while the collector itself ran")
    void startsAllTimersAnewAfterALateTurn() {
        long idle = rig.welcome("web1", 1);
        rig.merge =
                rig.view().session("web1", 1, false).session("web2", 2, false).build();
        rig.passAnswering(Duration.ofSeconds(29), idle);

        rig.time.advance(Duration.ofSeconds(60));
        rig.turn();
        rig.passAnswering(Duration.ofSeconds(29), idle);

        assertThat(rig.entries()).isEmpty();
        assertThat(rig.port.whyDropped(idle)).isNull();
    }

    @Test
    void checksOnceIn64MiBOfJournal() {
        long connection = rig.welcome("web1", 1);
        int frames = 0;
        while (rig.entries().isEmpty() && frames < 100) {
            frames++;
            rig.port.say(
                    connection,
                    org.logbraid.common.wire.MessageType.FRAME,
                    IntakeRig.frameBody(1, frames, 1024 * 1024));
            rig.turn();
            rig.turn(new Applied.FrameAccepted(1, frames, false));
        }
        assertThat(frames).isEqualTo(64);
    }

    @Test
    @DisplayName("T4: a time in which the quorum took nothing, and nobody was read, is no silence")
    void countsNoSilenceWhileItIsBlocked() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.merge =
                rig.view().session("web1", 1, false).session("web2", 2, false).build();
        rig.passAnswering(Duration.ofSeconds(20), connection);
        rig.room = 0;
        rig.frame(connection, 1, 1);
        rig.pass(Duration.ofSeconds(40));

        // when
        rig.room = 100;
        rig.passAnswering(Duration.ofSeconds(29), connection);

        // then
        assertThat(rig.entries()).isEmpty();
        assertThat(rig.port.whyDropped(connection)).isNull();
    }

    @Test
    @DisplayName("G16: a connection is closed when three PINGs have gone unanswered, not before and not later")
    void closesAfterThreePings() {
        long connection = rig.welcome("web1", 1);
        rig.pass(Duration.ofMillis(3_900));
        assertThat(rig.port.whyDropped(connection)).isNull();

        rig.pass(Duration.ofMillis(200));

        assertThat(rig.port.whyDropped(connection)).isEqualTo("silent");
    }

    @Test
    void checksOnceForEach64MiB() {
        var proposed = new ArrayList<Proposal>();
        var proposer = new Proposer(proposed::add);
        var checkpoints = new Checkpoints(proposer);
        byte[] content = new byte[1024 * 1024];
        for (int i = 0; i < 130; i++) {
            proposer.propose(Proposal.ofFrame(new Whole(content)));
            checkpoints.turn();
            checkpoints.turn();
        }

        assertThat(proposed).hasSize(132);
    }

    /** A body that nobody has to give back. */
    private record Whole(byte[] array) implements AgentsPort.Body {
        @Override
        public int length() {
            return array.length;
        }

        @Override
        public void release() {
            // nobody lent it
        }
    }
}
