package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.intake.Requests.Outcome;
import org.logbraid.collector.intake.Requests.Request;
import org.logbraid.collector.merge.Applied;
import org.logbraid.common.wire.Message;

class GoodbyesAndRequestsTest {
    private final IntakeRig rig = IntakeRig.serving();

    @Test
    @DisplayName("T4: a goodbye for good is proposed when the last frame is applied, and answered when it is")
    void saysGoodbyeAfterTheLastFrame() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.frame(connection, 1, 1);
        rig.port.say(connection, new Message.Bye(1, true, 1));
        rig.turn();
        assertThat(rig.entries()).isEmpty();

        // when
        rig.turn(new Applied.FrameAccepted(1, 1, true));
        assertThat(rig.entries()).containsExactly(new Entry.Bye(1, true));
        rig.port.heard(connection);
        rig.turn(new Applied.SessionOver(1, true, false));

        // then
        assertThat(rig.port.heard(connection)).containsExactly(new Message.Bye(1, true, 1));
        rig.turn(new Applied.Written(1, 1));
        assertThat(rig.port.heard(connection))
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.Ack.class, ack -> assertThat(ack.written()).isEqualTo(1));
    }

    @Test
    @DisplayName("T4: a goodbye for a restart leaves a last promise behind")
    void leavesALastPromise() {
        long connection = rig.welcome("web1", 1);
        rig.pass(Duration.ofMillis(10));
        rig.port.say(connection, new Message.Promise(1, 0, 123, List.of()));
        rig.port.say(connection, new Message.Bye(1, false, 0));
        rig.turn();

        assertThat(rig.entries())
                .containsExactly(
                        new Entry.Marks(List.of(new Entry.Mark(1, 0, 123, List.of()))), new Entry.Bye(1, false));
        rig.turn(new Applied.ByeForRestart(1));
        assertThat(rig.port.heard(connection)).containsExactly(new Message.Bye(1, false, 0));
        rig.hello(rig.connect("10.0.0.1:4001"), "web1", 5);
        assertThat(rig.entries()).hasSize(1);
    }

    @Test
    void rotatesAndAnswersWhenItIsApplied() {
        var answer = rig.requests.submit(new Request.Rotate());
        rig.turn();
        assertThat(rig.entries()).containsExactly(new Entry.Rotate(""));
        assertThat(answer).isNotDone();

        rig.turn(new Applied.Rotated(17));

        assertThat(IntakeRig.answered(answer).outcome()).isEqualTo(Outcome.DONE);
        assertThat(IntakeRig.answered(answer).sentence()).contains("17");
    }

    @Test
    @DisplayName("T4: forget lets an absent agent go at once, and refuses a connected or unknown one")
    void forgetsTheAbsent() {
        rig.welcome("web1", 1);
        rig.merge = rig.view().session("web1", 1, true).session("web2", 2, true).build();

        var connected = rig.requests.submit(new Request.Forget("web1"));
        var absent = rig.requests.submit(new Request.Forget("web2"));
        var unknown = rig.requests.submit(new Request.Forget("web3"));
        rig.turn();

        assertThat(IntakeRig.answered(connected).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(IntakeRig.answered(unknown).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(rig.entries()).containsExactly(new Entry.Bye(2, true));
        assertThat(absent).isNotDone();
        rig.turn(new Applied.SessionOver(2, true, false));
        assertThat(IntakeRig.answered(absent).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    @DisplayName("G3: new settings become an entry and are answered when it is applied")
    void appliesSettings() {
        var wanted = ShapingSettings.parse("order: channel\n");
        var answer = rig.requests.submit(new Request.Apply(wanted));
        rig.turn();
        assertThat(rig.entries()).containsExactly(new Entry.Config(wanted.canonical()));
        assertThat(answer).isNotDone();

        rig.merge = rig.view().config(wanted.canonical()).build();
        rig.turn();

        assertThat(IntakeRig.answered(answer).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void answersNobodyNeverWhileItDoesNotLead() {
        var idle = new IntakeRig();
        var answer = idle.requests.submit(new Request.Rotate());

        idle.turn();

        assertThat(IntakeRig.answered(answer).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    }

    @Test
    void sendsAgentsAwayWhenItStops() {
        // given
        long connection = rig.welcome("web1", 1);

        // when
        rig.intake.stop();
        rig.turn();

        // then
        assertThat(rig.port.heard(connection)).singleElement().isInstanceOf(Message.Redirect.class);
        rig.frame(connection, 1, 1);
        assertThat(rig.proposed).isEmpty();
        assertThat(rig.port.lent()).isZero();
        rig.pass(Duration.ofMillis(300));
        assertThat(rig.intake.isStopped()).isTrue();
        assertThat(rig.port.whyDropped(connection)).isNotNull();
        assertThat(rig.intake.view().stopping()).isTrue();
    }

    @Test
    void tellsHowLongFilesAre() {
        long connection = rig.welcome("web1", 1);

        rig.port.say(connection, new Message.Lag(1, List.of(new Message.FileLength(5, 900))));
        rig.pass(Duration.ofMillis(200));

        assertThat(rig.intake.view().fileBytes()).containsEntry(5L, 900L);
    }

    @Test
    @DisplayName("whoever polls for requests is woken by one, and may rest as long as there is none")
    void aRequestWakesWhoeverPolls() {
        var woken = new AtomicInteger();
        var requests = new Requests(woken::incrementAndGet);

        var answer = requests.submit(new Request.Rotate());

        assertThat(woken).hasValue(1);
        assertThat(answer).isNotDone();
    }
}
