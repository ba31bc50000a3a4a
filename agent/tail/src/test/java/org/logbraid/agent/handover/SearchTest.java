package org.logbraid.agent.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logbraid.common.HostPort;
import org.logbraid.common.wire.Message;

/** How a collector is found, left and found again. */
class SearchTest {
    @TempDir
    private Path folder;

    private HandoverRig rig;

    @BeforeEach
    void begin() throws IOException {
        rig = new HandoverRig(folder);
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    @Test
    void pingsEachSecondAndLeavesASilentCollector() throws IOException {
        rig.make(List.of(HandoverRig.FIRST), false, false, null);
        rig.welcome(11, 65_536);
        for (int i = 0; i < 29; i++) {
            rig.pass(Duration.ofMillis(100));
        }
        assertThat(rig.collector.count(Message.Ping.class)).isEqualTo(2);
        assertThat(rig.collector.dialled).hasSize(1);
        for (int i = 0; i < 10; i++) {
            rig.pass(Duration.ofMillis(100));
        }
        assertThat(rig.collector.dialled).hasSizeGreaterThan(1);
    }

    private void pass(int hundredths) throws IOException {
        for (int i = 0; i < hundredths; i++) {
            rig.pass(Duration.ofMillis(10));
        }
    }

    @Test
    @DisplayName("a leader that is stopped is left after a second for another one, and its kernel is not asked again")
    void asksAnotherCollectorAfterASilentSecond() throws IOException {
        rig.welcome(11, 65_536);
        pass(99);
        assertThat(rig.collector.dialled).containsExactly(HandoverRig.FIRST);
        assertThat(rig.collector.count(Message.Ping.class)).isEqualTo(3);

        pass(5);
        assertThat(rig.collector.dialled).containsExactly(HandoverRig.FIRST, HandoverRig.SECOND);
        rig.collector.says(new Message.Redirect(HandoverRig.FIRST, 50)); // it has not missed the leader yet
        pass(10);
        assertThat(rig.collector.dialled).containsExactly(HandoverRig.FIRST, HandoverRig.SECOND, HandoverRig.SECOND);
        assertThat(rig.said).isEmpty();
    }

    @Test
    void asksAnotherCollectorWhenOneTakesTheConnectionAndSaysNothing() throws IOException {
        pass(105);
        assertThat(rig.collector.dialled).containsExactly(HandoverRig.FIRST, HandoverRig.SECOND);
    }

    @Test
    void believesOthersThatSpeakForASilentLeaderAndBecomesMorePatient() throws IOException {
        rig.welcome(11, 65_536);
        pass(105);
        for (int i = 0; i < 15 && rig.collector.dialled.lastIndexOf(HandoverRig.FIRST) == 0; i++) {
            rig.collector.says(new Message.Redirect(HandoverRig.FIRST, 50));
            pass(10);
        }
        assertThat(rig.collector.dialled).endsWith(HandoverRig.FIRST);
        rig.collector.says(new Message.Welcome(HandoverRig.LOG, 12, 65_536, 25, 1, 1, List.of()));
        pass(1);
        int dials = rig.collector.dialled.size();

        pass(195);
        assertThat(rig.collector.dialled).hasSize(dials);
        pass(10);
        assertThat(rig.collector.dialled).hasSize(dials + 1).endsWith(HandoverRig.SECOND);
    }

    @Test
    void goesWhereItIsPointed() throws IOException {
        rig.turn();
        rig.turn();
        rig.collector.says(new Message.Redirect(new HostPort("127.0.0.9", 9), 50));
        rig.turn();
        rig.turn();
        assertThat(rig.collector.dialled).containsExactly(HandoverRig.FIRST, new HostPort("127.0.0.9", 9));
    }

    @Test
    void saysOnceThatNobodyIsThereAndTriesAllInTurn() throws IOException {
        rig.collector.reachable = false;
        for (int i = 0; i < 200; i++) {
            rig.pass(Duration.ofMillis(100));
        }
        assertThat(rig.said).hasSize(1).first().asString().contains("no collector can be reached");
        assertThat(rig.readies).isEqualTo(1);
        assertThat(rig.collector.dialled)
                .hasSizeBetween(8, 40)
                .startsWith(HandoverRig.FIRST, HandoverRig.SECOND, HandoverRig.FIRST);
        assertThat(rig.statuses).isEmpty();
    }

    @Test
    void givesUpWhenToldSo() throws IOException {
        rig.make(true, false, Duration.ofSeconds(2));
        rig.collector.reachable = false;
        for (int i = 0; i < 25; i++) {
            rig.pass(Duration.ofMillis(100));
        }
        assertThat(rig.statuses).containsExactly(1);
    }

    @Test
    @DisplayName("G16: says who holds the name, tries for 10 s, ends with 1")
    void endsWhenItsNameStaysHeld() throws IOException {
        for (int i = 0; i < 130 && rig.statuses.isEmpty(); i++) {
            rig.pass(Duration.ofMillis(100));
            rig.collector.says(new Message.Busy("10.0.0.7:4000"));
        }
        assertThat(rig.statuses).containsExactly(1);
        assertThat(rig.said).hasSize(2).allSatisfy(one -> assertThat(one).contains("10.0.0.7:4000"));
    }

    @Test
    void stopsAtOnceWhenNobodyIsThere() throws IOException {
        rig.collector.reachable = false;
        rig.turn();
        rig.cycle.stop();
        rig.turn();
        assertThat(rig.statuses).containsExactly(0);
    }
}
