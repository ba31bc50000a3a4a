package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.merge.Applied;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.wire.Message;

/** How often agents are asked to promise. */
class PromiseRateTest {
    private final IntakeRig rig = IntakeRig.serving();

    @Test
    @DisplayName("T3: agents promise seldom while no line waits for it, and are told at once when one does")
    void tellsAgentsWhenPromisesAreWanted() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().gate(true).build();
        rig.turn(new Applied.GateMoved("main", true));
        assertThat(intervalAfterPing(connection)).isEqualTo(Promises.LEAST_INTERVAL_MILLIS);

        // when
        rig.pass(Duration.ofNanos(Promises.REST_AFTER_NANOS).plusMillis(1));
        int resting = intervalAfterPing(connection);
        rig.port.heard(connection);
        rig.merge = rig.view().gate(true).waiting(1).build();
        rig.turn();

        // then
        assertThat(resting).isEqualTo(Promises.RESTING_INTERVAL_MILLIS);
        assertThat(told(connection)).containsExactly(Promises.LEAST_INTERVAL_MILLIS);
    }

    @Test
    @DisplayName(
            "T3: agents promise the seldomer the further behind those are that lines wait for, and are told when they catch up")
    void agentsPromiseSeldomWhileLinesWaitForSomebodyFarBehind() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.merge = behindBy(Duration.ofMillis(150));
        rig.turn(new Applied.GateMoved("main", true));
        assertThat(intervalAfterPing(connection)).isEqualTo(Promises.LEAST_INTERVAL_MILLIS);

        // when
        rig.merge = behindBy(Duration.ofSeconds(2));
        rig.turn();
        int behind = intervalAfterPing(connection);
        rig.merge = behindBy(Duration.ofHours(2));
        rig.turn();
        int farBehind = intervalAfterPing(connection);
        rig.port.heard(connection);
        rig.merge = behindBy(Duration.ofSeconds(6));
        rig.turn();
        List<Integer> toldSlightly = told(connection);
        rig.merge = behindBy(Duration.ofSeconds(4));
        rig.turn();
        rig.turn();
        List<Integer> toldHalf = told(connection);
        rig.merge = behindBy(Duration.ZERO);
        rig.turn();

        // then
        assertThat(behind).isEqualTo(250);
        assertThat(farBehind).isEqualTo(Promises.MOST_INTERVAL_MILLIS);
        assertThat(toldSlightly).isEmpty();
        assertThat(toldHalf).containsExactly(500);
        assertThat(told(connection)).containsExactly(Promises.LEAST_INTERVAL_MILLIS);
    }

    private MergeView behindBy(Duration lag) {
        return rig.view()
                .gate(true)
                .waiting(1)
                .watermark(rig.clock.epochNanos() - lag.toNanos())
                .build();
    }

    /** The intervals that it was told without having asked. */
    private List<Integer> told(long connection) {
        return rig.port.heard(connection).stream()
                .filter(Message.Pong.class::isInstance)
                .map(message -> ((Message.Pong) message).marksInterval())
                .toList();
    }

    @Test
    @DisplayName("T3: many agents take turns with their promises")
    void manyAgentsPromiseLessOften() {
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().gate(true).waiting(1).build();
        rig.turn(new Applied.GateMoved("main", true));
        for (int i = 0; i < 511; i++) {
            rig.connect("peer-" + i);
        }
        rig.turn();
        rig.turn();
        rig.turn();

        assertThat(intervalAfterPing(connection)).isEqualTo(200);
    }

    private int intervalAfterPing(long connection) {
        rig.port.heard(connection);
        rig.port.say(connection, new Message.Ping(0, 7));
        rig.turn();
        return told(connection).get(0);
    }
}
