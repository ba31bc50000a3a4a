package org.logbraid.collector;

/** When a line counts as acknowledged (G15). */
public enum Acks {
    /** When a majority's disks have synced it. */
    SYNCED("synced"),
    /** When a majority's processes have it. */
    REPLICATED("replicated");

    private final String word;

    Acks(String word) {
        this.word = word;
    }

    /** As users type it. */
    public String word() {
        return word;
    }
}
