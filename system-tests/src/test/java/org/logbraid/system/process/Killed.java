package org.logbraid.system.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A process of a cluster that is killed and started again, each time with the same words.
 *
 * <p>Belongs to the test's thread.
 */
final class Killed {
    /** Starts the process, and waits for nothing. */
    interface Starter {
        LogbraidProcess start() throws IOException;
    }

    private final String name;
    private final Starter starter;
    private LogbraidProcess process;
    private long startedNanos;

    Killed(String name, LogbraidProcess first, Starter starter) {
        this.name = name;
        this.process = first;
        this.startedNanos = System.nanoTime();
        this.starter = starter;
    }

    /** A collector that is ready, and has the ports it had when it is started again. */
    static Killed collector(Cluster cluster, String... words) throws Exception {
        return new Killed("collector", cluster.collector(words), () -> cluster.startCollector(List.of(), words));
    }

    String name() {
        return name;
    }

    LogbraidProcess process() {
        return process;
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    void start() throws IOException {
        startedNanos = System.nanoTime();
        process = starter.start();
    }

    /** How long the process that runs, or ran last, has been started ago. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }
}
