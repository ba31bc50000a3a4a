package org.logbraid.system.nemesis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the faults of a schedule happen to a world at their times, and waits until the last one is over.
 *
 * <p>Belongs to the thread that runs it.
 */
final class Nemesis {
    /** How long after its length a fault may take to be over: a start on a busy machine. */
    private static final Duration MOST_OVERDUE = Duration.ofSeconds(90);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private record Running(Fault fault, Duration dueAt, World.UnderWay underWay) {}

    private final World world;
    private final FaultCounts counts;
    private final List<Running> running = new ArrayList<>();
    private final long begunNanos = System.nanoTime();

    private Nemesis(World world, FaultCounts counts) {
        this.world = world;
        this.counts = counts;
    }

    /** Runs a schedule to its end. */
    static void run(Schedule schedule, World world, FaultCounts counts) throws IOException, InterruptedException {
        var nemesis = new Nemesis(world, counts);
        for (Fault fault : schedule.faults()) {
            nemesis.goOnUntil(fault.start());
            nemesis.begin(fault);
        }
        nemesis.goOnUntil(schedule.duration());
        while (!nemesis.running.isEmpty()) {
            nemesis.turn();
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    private void goOnUntil(Duration time) throws IOException, InterruptedException {
        while (elapsed().compareTo(time) < 0) {
            turn();
        }
    }

    private void turn() throws IOException, InterruptedException {
        world.check();
        for (Iterator<Running> all = running.iterator(); all.hasNext(); ) {
            Running one = all.next();
            Duration overdue = elapsed().minus(one.dueAt());
            if (one.underWay().turn(!overdue.isNegative())) {
                all.remove();
                counts.done(one.fault().kind());
            } else if (overdue.compareTo(MOST_OVERDUE) > 0) {
                throw new AssertionError("not got over " + MOST_OVERDUE + " after its end: " + one.fault());
            }
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** The length counts from now on, when others have held it up. */
    private void begin(Fault fault) throws IOException, InterruptedException {
        Optional<World.UnderWay> begun = world.begin(fault);
        if (begun.isPresent()) {
            running.add(new Running(fault, elapsed().plus(fault.length()), begun.get()));
        } else {
            System.out.println("skipped: " + fault);
            counts.skipped(fault.kind());
        }
    }
}
