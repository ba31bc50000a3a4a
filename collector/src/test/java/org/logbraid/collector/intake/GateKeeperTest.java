package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.Applied;

class GateKeeperTest {
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
    @DisplayName("T11: a new leader that finds lines waiting and nobody left opens the gate after 1 s")
    void opensTheGateForLinesOfAgentsThatAreGone() {
        // given
        var restarted = new IntakeRig();
        restarted.lead();
        restarted.merge = restarted
                .view()
                .config(ShapingSettings.DEFAULT.canonical())
                .waiting(3)
                .build();
        restarted.turn();
        restarted.pass(Duration.ofMillis(990));
        assertThat(restarted.entries()).isEmpty();

        // when
        restarted.pass(Duration.ofMillis(10));

        // then
        assertThat(restarted.entries()).containsExactly(GATE);
        restarted.applied.add(new Applied.GateMoved("main", true));
        restarted.merge = restarted.view().gate(true).waiting(0).build();
        restarted.turn(new Applied.GateMoved("main", false));
        restarted.pass(Duration.ofSeconds(20));
        assertThat(restarted.entries()).isEmpty();
    }

    @Test
    @DisplayName("T11: lines waiting before the first gate do not open it for a new leader while the roster is absent")
    void waitsForTheRosterAfterARestartToo() {
        var shaping = ShapingSettings.parse("expect: 2\n");
        var restarted = new IntakeRig(shaping);
        restarted.lead();
        restarted.merge =
                restarted.view().config(shaping.canonical()).waiting(3).build();

        restarted.turn();
        restarted.pass(Duration.ofSeconds(20));

        assertThat(restarted.entries()).isEmpty();
    }

    @Test
    @DisplayName("T11: the roster is asked only the first time")
    void asksTheRosterOnce() {
        var shaping = ShapingSettings.parse("expect: 2\n");
        var restarted = new IntakeRig(shaping);
        restarted.lead();
        restarted.merge = restarted
                .view()
                .config(shaping.canonical())
                .gate(true)
                .gate(false)
                .waiting(3)
                .build();

        restarted.turn();
        restarted.pass(Duration.ofSeconds(1));

        assertThat(restarted.entries()).containsExactly(GATE);
    }

    @Test
    @DisplayName("T11: an agent that had come before a new leader began opens the gate, though nothing waits yet")
    void opensTheGateForWhoHadCome() {
        var restarted = new IntakeRig();
        restarted.lead();
        restarted.merge = restarted
                .view()
                .config(ShapingSettings.DEFAULT.canonical())
                .session("web1", 1, true)
                .build();

        restarted.turn();
        restarted.pass(Duration.ofSeconds(1));

        assertThat(restarted.entries()).containsExactly(GATE);
    }

    @Test
    @DisplayName("T11: with nobody there and nothing waiting the gate stays as it is")
    void leavesTheGateOfAnEmptyLog() {
        rig.pass(Duration.ofSeconds(20));

        assertThat(rig.entries()).isEmpty();
    }

    @Test
    @DisplayName("T11: a gate that was proposed and is not applied yet is not proposed in each turn")
    void proposesTheGateOnce() {
        rig.turn(new Applied.FrameAccepted(1, 1, true));
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.entries()).containsExactly(GATE);

        rig.pass(Duration.ofSeconds(4));

        assertThat(rig.entries()).isEmpty();
    }

    @Test
    @DisplayName("T11: an agent has come when all files of its first scan are known, not with any frame")
    void waitsForTheFirstScan() {
        rig.turn(new Applied.FrameAccepted(1, 1, false));
        rig.pass(Duration.ofSeconds(10));

        assertThat(rig.entries()).isEmpty();
    }

    @Test
    @DisplayName("T11: a gate that found nothing to open is proposed again after 5 s")
    void proposesTheGateAgain() {
        rig.turn(new Applied.FrameAccepted(1, 1, true));
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.entries()).containsExactly(GATE);

        rig.pass(Duration.ofSeconds(5));

        assertThat(rig.entries()).containsExactly(GATE);
    }

    @Test
    @DisplayName("C1: in channel order there is no gate")
    void knowsNoGateInChannelOrder() {
        var rig = IntakeRig.serving(ShapingSettings.parse("order: channel\n"));
        rig.turn(new Applied.FrameAccepted(1, 1, true));
        rig.pass(Duration.ofSeconds(10));

        assertThat(rig.entries()).isEmpty();
    }

    @Test
    @DisplayName("T11: a roster of names waits for these names, whoever else has come")
    void waitsForTheNamesOfTheRoster() {
        // given
        var rig = IntakeRig.serving(ShapingSettings.parse("expect: web1,web2\n"));
        rig.merge = rig.view().session("web1", 1, true).session("web3", 3, true).build();
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.entries()).isEmpty();

        // when
        rig.merge = rig.view().session("web2", 2, true).build();
        rig.turn();

        // then
        assertThat(rig.entries()).containsExactly(GATE);
    }
}
