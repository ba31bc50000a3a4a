package org.logbraid.agent.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
