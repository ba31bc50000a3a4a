package org.logbraid.agent;

/** How the stamps of a source are read. */
public enum TimeFormat {
    /** Tries the first lines and says what it chose. */
    AUTO("auto"),
    /** Common or Combined Log Format: {@code [17/May/2015:10:05:03 +0000]}, with or without a fraction. */
    CLF("clf"),
    /** ISO 8601 with {@code T} or a space, {@code Z} or an offset, with or without a fraction. */
    ISO8601("iso8601"),
    /** Seconds or milliseconds since 1970, with or without a fraction. */
    EPOCH("epoch"),
    /** None: a line counts as written when its entry was made. */
    NONE("none");

    private final String word;

    TimeFormat(String word) {
        this.word = word;
    }

    /** As users type it. */
    public String word() {
        return word;
    }
}
