package org.logbraid.agent;

/** What becomes of a line beyond the limit (G10). Always counted. */
public enum LongLines {
    /** Pieces of exactly the limit, each ended by a newline of ours. */
    SPLIT("split"),
    /** The first piece only. */
    TRUNCATE("truncate"),
    /** Nothing of it. */
    DROP("drop");

    private final String word;

    LongLines(String word) {
        this.word = word;
    }

    /** As users type it. */
    public String word() {
        return word;
    }
}
