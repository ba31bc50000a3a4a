package org.logbraid.common;

/** Argument checks whose messages name the setting and say what it was. Stateless. */
public final class Checks {
    private Checks() {}

    /**
     * Makes sure that a value lies in a closed range.
     *
     * @throws IllegalArgumentException naming the value and its range
     */
    public static long requireRange(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + greatest + ", was " + value);
        }
        return value;
    }

    /**
     * Makes sure that a condition holds.
     *
     * @throws IllegalArgumentException with the message
     */
    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
