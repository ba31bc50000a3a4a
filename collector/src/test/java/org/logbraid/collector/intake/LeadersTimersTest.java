package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.Applied;

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
}
