package org.logbraid.collector;

/** The stages of a collector: each is turned by one thread, or all of them by one. */
public enum Stage {
    INTAKE("collector-intake"),
    QUORUM("collector-quorum"),
    SYNC("journal-sync"),
    MERGE("collector-merge"),
    OUTPUT_SYNC("output-sync"),
    JOIN("collector-join");

    private final String threadName;

    Stage(String threadName) {
        this.threadName = threadName;
    }

    /** Name of the thread that turns it. */
    public String threadName() {
        return threadName;
    }
}
