package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.intake.Requests.Answer;
import org.logbraid.collector.intake.Requests.Outcome;
import org.logbraid.collector.intake.Requests.Request;
import org.logbraid.collector.merge.Applied;

/** Requests that cross each other. */
class DeskTest {
    private final IntakeRig rig = IntakeRig.serving();

    @Test
    @DisplayName("T4: an agent is forgotten when all its sessions are over")
    void forgetsAllSessions() {
        rig.merge = rig.view().session("web2", 2, true).session("web2", 3, true).build();
        var answer = rig.requests.submit(new Request.Forget("web2"));
        rig.turn();
        assertThat(rig.entries()).containsExactly(new Entry.Bye(2, true), new Entry.Bye(3, true));

        rig.turn(new Applied.SessionOver(2, true, false));
        assertThat(answer).isNotDone();
        rig.turn(new Applied.SessionOver(3, true, false));

        assertThat(IntakeRig.answered(answer).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void refusesToForgetTheConnectedAtOnce() {
        rig.welcome("web1", 1);
        rig.merge = rig.view().session("web1", 1, true).build();
        var answer = rig.requests.submit(new Request.Forget("web1"));

        rig.turn();

        assertThat(IntakeRig.answered(answer).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(rig.entries()).isEmpty();
    }

    @Test
    void refusesAtOnceWhileItDoesNotLead() {
        var idle = new IntakeRig();
        var answer = idle.requests.submit(new Request.Rotate());

        idle.turn();

        assertThat(IntakeRig.answered(answer).outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(idle.proposed).isEmpty();
    }

    @Test
    @DisplayName("G3: each rotation that was asked for is answered by its own entry")
    void answersRotationsInTurn() {
        var first = rig.requests.submit(new Request.Rotate());
        var second = rig.requests.submit(new Request.Rotate());
        rig.turn();

        rig.turn(new Applied.Rotated(17));
        assertThat(IntakeRig.answered(first).sentence()).contains("17");
        assertThat(second).isNotDone();
        rig.turn(new Applied.Rotated(18));

        assertThat(IntakeRig.answered(second).sentence()).contains("18");
    }

    @Test
    @DisplayName("G3: settings that stand in the log already become no entry")
    void appliesSettingsThatStandAlready() {
        var answer = rig.requests.submit(new Request.Apply(ShapingSettings.DEFAULT));

        rig.turn();

        assertThat(rig.entries()).isEmpty();
        assertThat(IntakeRig.answered(answer).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    @DisplayName("G3: settings that are taken back while others are on their way become an entry behind those")
    void takesSettingsBack() {
        var other = ShapingSettings.parse("order: channel\n");
        var unusedFirst = rig.requests.submit(new Request.Apply(other));
        var unusedSecond = rig.requests.submit(new Request.Apply(ShapingSettings.DEFAULT));

        rig.turn();

        assertThat(rig.entries())
                .containsExactly(
                        new Entry.Config(other.canonical()), new Entry.Config(ShapingSettings.DEFAULT.canonical()));
    }

    @Test
    @DisplayName("X4: more requests than can wait are answered at once")
    void boundsWhatWaits() {
        CompletableFuture<Answer> last = rig.requests.submit(new Request.Rotate());
        for (int i = 0; i < 256; i++) {
            last = rig.requests.submit(new Request.Rotate());
        }

        assertThat(IntakeRig.answered(last).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    }
}
