package org.logbraid.agent;

/** Whether blocks of lines are packed. */
public enum Compression {
    /** LZ4, except towards a single collector on a loopback address, where it never pays. */
    AUTO("auto"),
    LZ4("lz4"),
    NONE("none");

    private final String word;

    Compression(String word) {
        this.word = word;
    }

    /** As users type it. */
    public String word() {
        return word;
    }
}
