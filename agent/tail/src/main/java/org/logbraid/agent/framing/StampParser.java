package org.logbraid.agent.framing;

/**
 * Finds and reads the stamp of a line without making an object. Strict: what is not a date and time of the calendar is no
 * stamp. The answer depends on the line alone, never on those before it, though these make it faster.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
interface StampParser {
    /**
     * Reads the stamp of the line that stands in a range, without its newline.
     *
     * @return nanoseconds since the epoch, or {@link org.logbraid.common.frame.Frames#NO_TIME}
     */
    long parse(byte[] bytes, int from, int to);

    /** Digits of the second's fraction in the stamp read last, 0 to 9. */
    int fractionDigits();
}
