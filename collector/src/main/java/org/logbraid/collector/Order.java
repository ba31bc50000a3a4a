package org.logbraid.collector;

/** In which order lines are merged. */
public enum Order {
    /** By event time (T1–T9). */
    TIME("time"),
    /** As committed (C1, C2). */
    CHANNEL("channel");

    private final String word;

    Order(String word) {
        this.word = word;
    }

    /** As users type it. */
    public String word() {
        return word;
    }
}
