package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.Applied;

class LeadersTimersTest {
    private static final Entry GATE = new Entry.Gate("main");

    private final IntakeRig rig = IntakeRig.serving();

    @Test
    @DisplayName("T11: without a roster the gate opens 1 s after the newest agent has come")
    void opensTheGateAfterTheNewest() {
        // given
        long first = rig.welcome("web1", 1);
        long second = rig.welcome("web2", 2);
        rig.turn(new Applied.FrameAccepted(1, 1, true));
        rig.passAnswering(Duration.ofMillis(900), first, second);
        rig.turn(new Applied.FrameAccepted(2, 1, true));
        rig.passAnswering(Duration.ofMillis(900), first, second);
        assertThat(rig.entries()).isEmpty();

        // when
        rig.passAnswering(Duration.ofMillis(100), first, second);

        // then
        assertThat(rig.entries()).containsExactly(GATE);
        rig.turn(new Applied.GateMoved("main", true));
        rig.passAnswering(Duration.ofSeconds(10), first, second);
        assertThat(rig.entries()).isEmpty();
    }

    @Test
    @DisplayName("T11: it opens at most 5 s after the first has come, however many follow")
    void opensTheGateAfterTheFirst() {
        for (int i = 1; i <= 6; i++) {
            rig.turn(new Applied.FrameAccepted(i, 1, true));
            rig.pass(Duration.ofMillis(800));
        }
        assertThat(rig.entries()).isEmpty();
        rig.turn(new Applied.FrameAccepted(7, 1, true));

        rig.pass(Duration.ofMillis(200));

        assertThat(rig.entries()).containsExactly(GATE);
    }

    @Test
    @DisplayName("T11: after the last session has ended for good it opens again in the same way")
    void opensTheGateAnew() {
        rig.turn(new Applied.GateMoved("main", true));
        rig.turn(new Applied.GateMoved("main", false));
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.entries()).isEmpty();

        rig.turn(new Applied.FrameAccepted(2, 1, true));
        rig.pass(Duration.ofSeconds(1));

        assertThat(rig.entries()).containsExactly(GATE);
    }

    @Test
    @DisplayName("T11: with a roster the gate waits until all of it have come")
    void waitsForTheRoster() {
        // given
        var shaping = ShapingSettings.parse("expect: 2\n");
        var rig = IntakeRig.serving(shaping);
        rig.merge = rig.view().session("web1", 1, true).build();
        rig.turn(new Applied.FrameAccepted(1, 1, true));
        rig.pass(Duration.ofSeconds(20));
        assertThat(rig.entries()).isEmpty();

        // when
        rig.merge = rig.view().session("web2", 2, true).build();
        rig.turn();

        // then
        assertThat(rig.entries()).containsExactly(GATE);
    }

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
