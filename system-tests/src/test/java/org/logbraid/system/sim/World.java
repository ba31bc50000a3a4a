package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.logbraid.collector.Order;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.testing.SimulatedTime;

/**
 * One simulated farm: machines with log files and an agent each, and a collector. The seed decides who moves next, what the
 * network does, what breaks, and how time passes. An unruly phase is followed by a quiet one, in which everything has
 * to come out.
 */
final class World {
    private static final int UNRULY_STEPS = 6_000;
    private static final Duration QUIET_LIMIT = Duration.ofMinutes(1);
    private static final Duration QUIET_STEP = Duration.ofMillis(2);

    private final Random chance;
    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedNetwork network;
    private final SimulatedCollector collector;
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final List<byte[]> seenBeforeCrashes = new ArrayList<>();
    private final Order order;

    World(long seed) throws IOException {
        chance = new Random(seed);
        network = new SimulatedNetwork(time, chance);
        network.unruly(chance.nextInt(3) == 0 ? 20 : 0);
        order = chance.nextInt(4) == 0 ? Order.CHANNEL : Order.TIME;
        boolean unrulyStamps = chance.nextInt(3) == 0;
        int count = 1 + chance.nextInt(3);
        collector = new SimulatedCollector(time, network, chance, order, count);
        for (int i = 0; i < count; i++) {
            agents.add(new SimulatedAgent("agent" + i, time, network, chance, unrulyStamps));
        }
    }

    /** Runs both phases and judges what came out. */
    void run() throws Exception {
        for (int step = 0; step < UNRULY_STEPS; step++) {
            unrulyStep();
        }
        settle();
        judge();
    }

    private void unrulyStep() throws Exception {
        int dice = chance.nextInt(10_000);
        if (dice < 3_000) {
            collector.turn();
        } else if (dice < 6_500) {
            anyAgent().turn();
        } else if (dice < 8_000) {
            anyAgent().anyWriter().append();
        } else if (dice < 9_900) {
            time.advance(Duration.ofNanos(chance.nextLong(6_000_000)));
        } else if (dice < 9_925) {
            time.advance(Duration.ofMillis(chance.nextInt(1_500)));
        } else if (dice < 9_945) {
            LogWriter writer = anyAgent().anyWriter();
            if (writer.mayRotate(collector.view())) {
                writer.rotateByRename();
            }
        } else if (dice < 9_955) {
            LogWriter writer = anyAgent().anyWriter();
            if (writer.mayRotate(collector.view())) {
                writer.rotateByCopy();
            }
        } else if (dice < 9_975) {
            network.tearOne();
        } else if (dice < 9_978) {
            collector.rotate();
        } else if (dice < 9_982) {
            collector.repeatOldFrame();
        } else if (dice < 9_991) {
            anyAgent().restart();
        } else {
            crashCollector();
        }
    }

    private SimulatedAgent anyAgent() {
        return agents.get(chance.nextInt(agents.size()));
    }

    private void crashCollector() throws IOException {
        seenBeforeCrashes.add(wholePages(collector.mergedText()));
        if (chance.nextBoolean()) {
            collector.killAndRestart();
        } else {
            collector.losePowerAndRestart();
        }
    }

    /** What a power cut took reads as zeros until the replay has written it again. */
    private static byte[] wholePages(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return Arrays.copyOf(text, end);
    }

    /** Nothing breaks any more: within a bounded time every line stands in the merged file. */
    private void settle() throws Exception {
        network.unruly(0);
        int expected = 0;
        for (SimulatedAgent agent : agents) {
            expected += agent.finishWriting();
        }
        long until = time.trueNanos() + QUIET_LIMIT.toNanos();
        while (collector.mergedBytes() < expected || collector.view().waitingLines() > 0) {
            if (time.trueNanos() > until) {
                judge(); // says what is missing
                assertThat(collector.view())
                        .as("everything written within %s", QUIET_LIMIT)
                        .isNull();
            }
            collector.turnAll();
            for (SimulatedAgent agent : agents) {
                agent.turnAll();
            }
            time.advance(QUIET_STEP);
        }
        collector.turnAll();
    }

    private void judge() throws Exception {
        byte[] merged = collector.mergedText();
        List<WrittenLine> written = new ArrayList<>();
        agents.forEach(agent -> written.addAll(agent.written()));
        MergeView.Counters counters = collector.view().counters();

        Oracle.checkLines(merged, written);
        if (order == Order.TIME && Oracle.inputsDecide(counters)) {
            assertThat(text(merged)).as("order by key (T1)").isEqualTo(text(Oracle.inKeyOrder(written)));
        }
        for (byte[] seen : seenBeforeCrashes) {
            assertThat(seen.length).as("never shrinks (G6)").isLessThanOrEqualTo(merged.length);
            assertThat(Arrays.equals(seen, 0, seen.length, merged, 0, seen.length))
                    .as("what was seen before a crash stays (G6)")
                    .isTrue();
        }
        collector.compareWithPlainImplementation();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
