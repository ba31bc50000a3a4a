package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.logbraid.collector.Order;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.testing.ReferenceState;
import org.logbraid.common.testing.SimulatedTime;

/**
 * One simulated farm: machines with log files and an agent each, and one collector or several. The seed decides who moves next, what the
 * network does, what breaks, and how time passes. An unruly phase is followed by a quiet one, in which everything has
 * to come out.
 */
final class World {
    private static final int LEAST_STEPS = 1_000;
    private static final int MORE_STEPS = 3_000;
    private static final long QUIET_LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

    /** An agent's clock counts by the best of a minute. */
    private static final long QUIET_LIMIT_OF_STEPPED_CLOCKS_NANOS =
            Duration.ofSeconds(140).toNanos();

    /** More than a rotated file has to be quiet. */
    private static final long CALM_NANOS = Duration.ofSeconds(7).toNanos();

    /** More than it takes until an agent notices that its last frame was lost. */
    private static final long CALM_AFTER_LOSS_NANOS = Duration.ofSeconds(17).toNanos();

    private static final long SHORTEST_QUIET_STEP_NANOS = 2_000_000;
    private static final long LONGEST_QUIET_STEP_NANOS = 30_000_000;

    private static final int MOST_FORMING_STEPS = 200;

    private final Random chance;
    private final Set<Trouble> troubles;
    private final SimulatedTime time = new SimulatedTime();
    private final SimulatedNetwork network;
    private final SimulatedGroup collectors;
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final Deeds deeds;
    private ShapingSettings shaping;
    private boolean alwaysByTime;

    /**
     * Draws a world.
     *
     * @param count of collectors
     */
    World(long seed, int count) throws Exception {
        chance = new Random(seed);
        troubles = Trouble.draw(chance, count > 1);
        network = new SimulatedNetwork(time, chance);
        network.unruly(troubles.contains(Trouble.UNRULY_WIRE) ? 20 : 0);
        int farm = 1 + chance.nextInt(3);
        shaping = draw(farm);
        alwaysByTime = shaping.order() == Order.TIME;
        collectors = new SimulatedGroup(count, time, network, chance, troubles, shaping);
        for (int i = 0; i < farm; i++) {
            agents.add(new SimulatedAgent("agent" + i, collectors.addresses(), time, network, chance, troubles));
        }
        deeds = deeds();
    }

    private ShapingSettings draw(int mostExpected) {
        return new ShapingSettings(
                chance.nextInt(4) == 0 ? Order.CHANNEL : Order.TIME,
                MergedFiles.NAME,
                List.of(),
                chance.nextInt(3) == 0 ? chance.nextInt(mostExpected + 1) : mostExpected,
                Duration.ofSeconds(troubles.contains(Trouble.ABSENCES) ? 1 + chance.nextInt(8) : 30),
                Duration.ofSeconds(2));
    }

    private Deeds deeds() {
        var all = new Deeds(chance);
        int count = collectors.size();
        int pace = count == 1 ? 1 : 1 + chance.nextInt(4); // some groups have longer rests between their troubles
        all.add(pace * 3_000 * count, collectors::turn);
        all.add(pace * 3_500, () -> anyAgent().turn());
        all.add(pace * 1_500, () -> anyAgent().append());
        all.add(pace * 1_900 * count, () -> pass(chance.nextInt(6_000_000)));
        all.add(count == 1 ? 25 : 6, () -> pass(1_000_000L * chance.nextInt(1_500)));
        all.add(40, () -> anyAgent().rotate(collectors::knows));
        all.add(20, network::tearOne);
        all.add(5, () -> collectors.ask(new Requests.Request.Rotate()));
        all.add(12, collectors::repeatOldFrame);
        all.add(12, () -> anyAgent().kill());
        all.add(3, () -> anyAgent().stop());
        all.add(14, () -> collectors.anyOrLeader().kill());
        all.add(count == 1 ? 2 : 6, () -> collectors.anyOrLeader().stop());
        if (troubles.contains(Trouble.CLOCK_STEPS)) {
            all.add(8, () -> anyAgent().stepClock(anyStep()));
            all.add(4, () -> collectors.any().stepClock(anyStep()));
        }
        if (troubles.contains(Trouble.FULL_DISKS)) {
            all.add(6, () -> collectors.any().fill());
            all.add(10, () -> collectors.any().makeRoom());
            all.add(3, () -> anyAgent().fill(true));
            all.add(5, () -> anyAgent().fill(false));
        }
        if (troubles.contains(Trouble.ABSENCES)) {
            all.add(10, () -> pass(1_000_000L * chance.nextInt(900)));
            all.add(2, this::vanish);
            all.add(
                    5,
                    () -> collectors.ask(new Requests.Request.Forget(anyAgent().name())));
        }
        if (troubles.contains(Trouble.CLONES)) {
            all.add(5, () -> anyAgent().startSecond());
        }
        if (troubles.contains(Trouble.SETTINGS)) {
            all.add(5, this::applySettings);
        }
        collectors.addTroubles(all, agents);
        return all;
    }

    private void pass(long nanos) {
        time.advance(Duration.ofNanos(nanos));
    }

    private SimulatedAgent anyAgent() {
        return agents.get(chance.nextInt(agents.size()));
    }

    /** Milliseconds to hours, forward or back. */
    private Duration anyStep() {
        long most = 1L << chance.nextInt(24);
        return Duration.ofMillis(chance.nextLong(-most, most + 1));
    }

    /** Goes for good; a roster would wait for one that has never come. */
    private void vanish() {
        SimulatedAgent agent = anyAgent();
        if (collectors.view().come().contains(agent.name())) {
            agent.vanish();
        }
    }

    private void applySettings() {
        shaping = draw(agents.size());
        alwaysByTime &= shaping.order() == Order.TIME;
        collectors.ask(new Requests.Request.Apply(shaping));
    }

    /** Runs both phases and judges what came out. */
    void run() throws Exception {
        try {
            int steps = (LEAST_STEPS + chance.nextInt(MORE_STEPS)) * collectors.size();
            form();
            for (int step = 0; step < steps; step++) {
                deeds.next();
            }
            settle();
            fetchEnded(judge());
        } catch (AssertionError | Exception e) {
            e.addSuppressed(
                    new IllegalStateException("troubles of this world: " + troubles + '\n' + collectors.describe()));
            throw e;
        }
    }

    /** Mostly several collectors have come to a group before the trouble begins. */
    private void form() throws Exception {
        if (collectors.size() > 1 && chance.nextInt(4) > 0) {
            for (int step = 0; step < MOST_FORMING_STEPS && !collectors.hasLeader(); step++) {
                collectors.turnAll();
                pass(LONGEST_QUIET_STEP_NANOS);
            }
        }
    }

    /** Nothing breaks any more: within a bounded time every line stands in the merged file. */
    private void settle() throws Exception {
        network.unruly(0);
        collectors.settle();
        for (SimulatedAgent agent : agents) {
            agent.settle();
            if (troubles.contains(Trouble.UNRULY_WIRE)) {
                agent.missNoLastAnswer();
            }
        }
        int most = Oracle.mostBytes(incarnations());
        long begun = time.trueNanos();
        long limit = troubles.contains(Trouble.CLOCK_STEPS) ? QUIET_LIMIT_OF_STEPPED_CLOCKS_NANOS : QUIET_LIMIT_NANOS;
        boolean lossy =
                troubles.contains(Trouble.UNRULY_WIRE) && troubles.contains(Trouble.ONCE); // never idle by itself
        long calmNanos = lossy ? CALM_AFTER_LOSS_NANOS : CALM_NANOS;
        long step = SHORTEST_QUIET_STEP_NANOS;
        long calmSince = begun;
        int bytes = -1;
        while (true) {
            collectors.turnAll();
            for (SimulatedAgent agent : agents) {
                agent.turnAll();
            }
            pass(step);
            step = Math.min(LONGEST_QUIET_STEP_NANOS, step + step / 50);
            long now = time.trueNanos();
            boolean idle = collectors.hasWrittenAll() && agents.stream().allMatch(SimulatedAgent::isIdle);
            if (!idle || bytes != collectors.writtenBytes()) {
                bytes = collectors.writtenBytes();
                calmSince = now;
            }
            if (idle && collectors.hasAppliedAll()) {
                int least = Oracle.leastBytes(incarnations()); // less when one that alone could read a file was refused
                boolean calm = least == most || now - calmSince > calmNanos;
                if (bytes >= least && calm) {
                    break;
                }
            }
            if (now - begun > limit) {
                judge(); // says what is missing
                assertThat(collectors.view()).as("everything written in time").isNull();
            }
        }
        collectors.turnAll();
    }

    private void fetchEnded(ReferenceState plain) throws Exception {
        if (collectors.size() > 1) {
            collectors.fetchEnded(plain, () -> {
                collectors.turnAll();
                pass(LONGEST_QUIET_STEP_NANOS);
            });
        }
    }

    private List<Incarnation> incarnations() {
        List<Incarnation> all = new ArrayList<>();
        agents.forEach(agent -> all.addAll(agent.incarnations()));
        return all;
    }

    private ReferenceState judge() throws Exception {
        byte[] merged = collectors.text();
        List<Incarnation> written = incarnations();
        ReferenceState plain = collectors.judge();
        List<WrittenLine> missing = Oracle.checkLines(merged, written);
        Oracle.checkLosses(
                missing,
                plain.accounts(),
                agents.stream()
                        .filter(SimulatedAgent::isExcused)
                        .map(SimulatedAgent::name)
                        .toList());
        if (alwaysByTime && Oracle.inputsDecide(collectors.view().counters())) {
            Oracle.checkKeyOrder(merged, written, missing);
        }
        return plain;
    }
}
