package org.logbraid.common.wire;

import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * 128 random bits: the identity of an agent's state folder (G16), of a log, or of a collector's data folder.
 *
 * @param high first half
 * @param low second half
 */
public record InstanceId(long high, long low) {
    /** No identity: what an agent says that knows no log yet. */
    public static final InstanceId NONE = new InstanceId(0, 0);

    public boolean isNone() {
        return high == 0 && low == 0;
    }

    public void write(ByteSink into) {
        into.i64(high);
        into.i64(low);
    }

    public static InstanceId read(ByteSource from) throws MalformedException {
        return new InstanceId(from.i64(), from.i64());
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is not 32 hexadecimal digits
     */
    public static InstanceId parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("an id must be 32 hexadecimal digits, was '" + text + "'");
        }
        return new InstanceId(Long.parseUnsignedLong(text, 0, 16, 16), Long.parseUnsignedLong(text, 16, 32, 16));
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
