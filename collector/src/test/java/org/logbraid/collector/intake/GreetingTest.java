package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;

class GreetingTest {
    @Test
    @DisplayName("G14: an agent is welcomed only when its session is applied")
    void welcomesWhenTheSessionIsApplied() {
        // given
        var rig = IntakeRig.serving();
        long connection = rig.connect("10.0.0.1:4000");
        rig.hello(connection, "web1", 1_001);
        assertThat(rig.entries()).containsExactly(new Entry.Session("web1", new InstanceId(1, 1), 1_001, "main"));
        assertThat(rig.port.heard(connection)).isEmpty();

        // when
        rig.turn(IntakeRig.begun("web1", 1, List.of()));

        // then
        assertThat(rig.port.heard(connection))
                .singleElement()
                .isInstanceOfSatisfying(Message.Welcome.class, welcome -> {
                    assertThat(welcome.log()).isEqualTo(IntakeRig.LOG);
                    assertThat(welcome.session()).isEqualTo(1);
                    assertThat(welcome.creditBytes()).isEqualTo(Credit.GREATEST);
                });
        assertThat(rig.port.welcomed()).containsExactly(connection);
    }

    @Test
    @DisplayName("G14: all generations of an agent are handed over, in parts")
    void welcomesInParts() {
        // given
        var rig = IntakeRig.serving();
        long connection = rig.connect("10.0.0.1:4000");
        rig.hello(connection, "web1", 1_001);
        List<GenerationRow> rows = new ArrayList<>();
        for (int i = 1; i <= 401; i++) {
            rows.add(new GenerationRow(i, new byte[] {'/'}, 0, new Fingerprint(1, i, 1), 0, i, false, Resume.NONE));
        }

        // when
        rig.turn(IntakeRig.begun("web1", 1, rows));

        // then
        List<GenerationRow> handed = new ArrayList<>();
        List<Message> parts = rig.port.heard(connection);
        assertThat(parts).hasSize(3);
        for (int i = 0; i < 3; i++) {
            var part = (Message.Welcome) parts.get(i);
            assertThat(part.part()).isEqualTo(i + 1);
            assertThat(part.parts()).isEqualTo(3);
            handed.addAll(part.generations());
        }
        assertThat(handed).isEqualTo(rows);
    }

    @Test
    @DisplayName("G16: a second living process of one name is sent away and told who holds it")
    void sendsTheSecondOfANameAway() {
        // given
        var rig = IntakeRig.serving();
        long first = rig.welcome("web1", 1);
        long second = rig.connect("10.0.0.2:5000");

        // when
        rig.hello(second, "web1", 77);

        // then
        assertThat(rig.port.heard(second)).containsExactly(new Message.Busy("10.0.0.1:4000"));
        assertThat(rig.entries()).isEmpty();
        assertThat(rig.port.whyDropped(first)).isNull();
    }

    @Test
    @DisplayName("G16: two that come at once: the name is held from HELLO on")
    void holdsANameFromHello() {
        var rig = IntakeRig.serving();
        rig.hello(rig.connect("10.0.0.1:4000"), "web1", 1);
        long second = rig.connect("10.0.0.2:5000");

        rig.hello(second, "web1", 2);

        assertThat(rig.port.heard(second)).containsExactly(new Message.Busy("10.0.0.1:4000"));
    }

    @Test
    @DisplayName("G16: a name whose process is gone is free at once")
    void letsANameGoWithItsConnection() {
        var rig = IntakeRig.serving();
        long first = rig.welcome("web1", 1);
        rig.port.close(first);

        rig.hello(rig.connect("10.0.0.2:5000"), "web1", 77);

        assertThat(rig.types()).containsExactly(EntryType.SESSION);
    }

    @Test
    @DisplayName("G16: a holder that is connected but dead lets its name go")
    void letsANameGoWhenItsHolderIsSilent() {
        // given
        var rig = IntakeRig.serving();
        long dead = rig.welcome("web1", 1);
        long alive = rig.welcome("web2", 2);

        // when
        rig.passAnswering(Duration.ofSeconds(5), alive);

        // then
        assertThat(rig.port.whyDropped(dead)).isEqualTo("silent");
        assertThat(rig.port.whyDropped(alive)).isNull();
        rig.hello(rig.connect("10.0.0.9:5000"), "web1", 77);
        assertThat(rig.types()).containsExactly(EntryType.SESSION);
    }

    @Test
    @DisplayName("G16: a process that connects anew takes over its own name")
    void letsAProcessTakeOverItsOwnName() {
        // given
        var rig = IntakeRig.serving();
        long old = rig.welcome("web1", 1);
        long anew = rig.connect("10.0.0.1:4001");

        // when
        rig.hello(anew, "web1", 1_001);
        rig.turn(new org.logbraid.collector.merge.Applied.SessionBegun(
                IntakeRig.LOG, 2, "web1", new InstanceId(1, 1), 1_001, List.of()));

        // then
        assertThat(rig.port.whyDropped(old)).isNotNull();
        assertThat(rig.port.heard(anew)).singleElement().isInstanceOf(Message.Welcome.class);
    }

    @Test
    void refusesWhatItCannotServeInASentence() {
        var rig = IntakeRig.serving();
        long connection = rig.connect("10.0.0.1:4000");
        var instance = new InstanceId(1, 1);

        rig.port.say(connection, new Message.Hello(2, 3, "web1", instance, 1, "main", InstanceId.NONE));
        rig.port.say(connection, new Message.Hello(1, 1, "", instance, 1, "main", InstanceId.NONE));
        rig.port.say(connection, new Message.Hello(1, 1, "a\nb", instance, 1, "main", InstanceId.NONE));
        rig.port.say(connection, new Message.Hello(1, 1, "a/b", instance, 1, "main", InstanceId.NONE));
        rig.port.say(connection, new Message.Hello(1, 1, "ä".repeat(128), instance, 1, "main", InstanceId.NONE));
        rig.port.say(connection, new Message.Hello(1, 1, "web1", instance, 1, "other", InstanceId.NONE));
        rig.turn();

        assertThat(rig.port.heard(connection)).hasSize(6).allMatch(Message.Refused.class::isInstance);
        assertThat(rig.entries()).isEmpty();
        assertThat(rig.port.lent()).isZero();
    }

    @Test
    @DisplayName("G12: a collector that does not lead welcomes nobody")
    void sendsAgentsAwayWhileItDoesNotLead() {
        var rig = new IntakeRig();
        rig.turn();
        long connection = rig.connect("10.0.0.1:4000");

        rig.hello(connection, "web1", 1);

        assertThat(rig.port.heard(connection))
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.Redirect.class,
                        redirect -> assertThat(redirect.leader()).isNull());
        assertThat(rig.proposed).isEmpty();
    }

    @Test
    @DisplayName("G3: the settings it was started with become an entry before anything else does")
    void proposesItsSettingsFirst() {
        // given
        var rig = new IntakeRig();
        rig.merge = rig.view().config("order: channel\n").build();
        rig.lead();
        rig.turn();
        long connection = rig.connect("10.0.0.1:4000");
        rig.hello(connection, "web1", 1);
        assertThat(rig.port.heard(connection)).singleElement().isInstanceOf(Message.Redirect.class);
        assertThat(rig.entries()).containsExactly(new Entry.Config(ShapingSettings.DEFAULT.canonical()));

        // when
        rig.merge = rig.view().config(ShapingSettings.DEFAULT.canonical()).build();
        rig.hello(connection, "web1", 1);

        // then
        assertThat(rig.types()).containsExactly(EntryType.SESSION);
    }

    @Test
    void sendsEverybodyAwayWhenItLeadsNoLonger() {
        var rig = IntakeRig.serving();
        long connection = rig.welcome("web1", 1);

        rig.quorum = new org.logbraid.collector.quorum.QuorumView(false, "", 2, 2, 2, 2);
        rig.turn();

        assertThat(rig.port.heard(connection)).singleElement().isInstanceOf(Message.Redirect.class);
        assertThat(rig.port.whyDropped(connection)).isNotNull();
    }
}
