package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.intake.Requests.Outcome;
import org.logbraid.collector.intake.Requests.Request;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.common.wire.Message;
import org.logbraid.common.wire.MessageType;

/** What begins and what ends when a collector begins or ceases to lead. */
class NewLeaderTest {
    private final IntakeRig rig = IntakeRig.serving();

    private void lose() {
        rig.quorum = new QuorumView(false, "", 2, 2, 2, 2);
        rig.turn();
    }

    private void leadAgain() {
        rig.quorum = new QuorumView(true, "collector", 3, 3, 3, 3);
        rig.turn();
    }

    @Test
    @DisplayName("G14: nobody is welcomed before the merge has applied all that was committed before this term")
    void catchesUpFirst() {
        var late = new IntakeRig();
        late.merge = late.view().config(ShapingSettings.DEFAULT.canonical()).build();
        late.quorum = new QuorumView(true, "collector", 1, 200, 200, 200);
        late.turn();
        long connection = late.connect("10.0.0.1:4000");

        late.hello(connection, "web1", 1);

        assertThat(late.port.heard(connection)).singleElement().isInstanceOf(Message.Redirect.class);
        assertThat(late.proposed).isEmpty();
    }

    @Test
    @DisplayName("G12: a leader that lost and won between two looks sends its agents away all the same")
    void noticesAnotherTerm() {
        long connection = rig.welcome("web1", 1);

        leadAgain();

        assertThat(rig.port.whyDropped(connection)).isNotNull();
    }

    @Test
    @DisplayName("X4: what waited to be proposed is given back, and proposed by no later term")
    void givesBackWhatWasNotTaken() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.room = 0;
        rig.port.say(connection, MessageType.FRAME, IntakeRig.frameBody(1, 1, 10));
        rig.turn();
        assertThat(rig.port.lent()).isEqualTo(1);

        // when
        lose();

        // then
        assertThat(rig.port.lent()).isZero();
        rig.room = 100;
        leadAgain();
        rig.turn();
        assertThat(rig.proposed).isEmpty();
    }

    @Test
    @DisplayName("G14: a HELLO that was never applied does not keep the same process from being welcomed later")
    void forgetsWhoWasAwaited() {
        // given
        rig.hello(rig.connect("10.0.0.1:4000"), "web1", 1_001);
        lose();
        leadAgain();
        long again = rig.connect("10.0.0.1:4001");
        rig.hello(again, "web1", 1_001);

        // when
        rig.turn(IntakeRig.begun("web1", 1, List.of()));

        // then
        assertThat(rig.port.heard(again)).singleElement().isInstanceOf(Message.Welcome.class);
    }

    @Test
    @DisplayName("T4: an eviction that was never applied is proposed again by the next term")
    void evictsAnew() {
        rig.merge = rig.view().session("web2", 2, false).build();
        rig.pass(Duration.ofSeconds(31));
        assertThat(rig.entries()).containsExactly(new Entry.Evict(2));
        lose();
        leadAgain();
        rig.pass(Duration.ofSeconds(29));
        assertThat(rig.entries()).isEmpty();

        rig.pass(Duration.ofSeconds(2));

        assertThat(rig.entries()).containsExactly(new Entry.Evict(2));
    }

    @Test
    void answersAllWhoWait() {
        rig.merge = rig.view().session("web2", 2, true).build();
        var rotate = rig.requests.submit(new Request.Rotate());
        var forget = rig.requests.submit(new Request.Forget("web2"));
        var apply = rig.requests.submit(new Request.Apply(ShapingSettings.parse("order: channel\n")));
        rig.turn();

        lose();

        assertThat(List.of(rotate, forget, apply))
                .allMatch(answer -> answer.isDone() && answer.join().outcome() == Outcome.UNAVAILABLE);
    }

    @Test
    @DisplayName("G3: the settings given at start are proposed once, not again over those that came later")
    void proposesItsSettingsOnce() {
        lose();
        rig.merge = rig.view().config("order: channel\n").build();

        leadAgain();
        rig.pass(Duration.ofMillis(100));

        assertThat(rig.entries()).isEmpty();
        rig.hello(rig.connect("10.0.0.1:4000"), "web1", 1);
        assertThat(rig.types()).containsExactly(EntryType.SESSION);
    }

    @Test
    @DisplayName("G3: the settings in the log count, not those given at start")
    void followsTheLog() {
        rig.merge = rig.view()
                .config(ShapingSettings.parse("evict-after: 5000ms\n").canonical())
                .session("web2", 2, false)
                .build();

        rig.pass(Duration.ofMillis(5_500));

        assertThat(rig.entries()).containsExactly(new Entry.Evict(2));
    }

    @Test
    @DisplayName("G16: a new leader blames no connection for what it did not answer to a follower")
    void blamesNobody() {
        var late = new IntakeRig();
        late.merge = late.view().config(ShapingSettings.DEFAULT.canonical()).build();
        late.turn();
        long connection = late.connect("10.0.0.1:4000");
        late.pass(Duration.ofMillis(3_500));
        late.lead();

        late.pass(Duration.ofSeconds(1));

        assertThat(late.port.whyDropped(connection)).isNull();
    }
}
