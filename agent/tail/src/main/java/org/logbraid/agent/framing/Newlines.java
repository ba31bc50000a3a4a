package org.logbraid.agent.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds line ends, eight bytes at once: a byte of {@code word ^ 0x0a0a…} is zero where a newline stands, and the lowest
 * zero byte is found by the borrow of a subtraction (Warren, Hacker's Delight, 6–1). Stateless.
 */
final class Newlines {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long NEWLINES = '\n' * ONES;

    private Newlines() {}

    /** The place of the first newline in a range, or -1. */
    static int next(byte[] bytes, int from, int to) {
        int place = from;
        for (int wordsEnd = to - 8; place <= wordsEnd; place += 8) {
            long word = (long) LONGS.get(bytes, place) ^ NEWLINES;
            long found = (word - ONES) & ~word & HIGH_BITS;
            if (found != 0) {
                return place + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; place < to; place++) {
            if (bytes[place] == '\n') {
                return place;
            }
        }
        return -1;
    }
}
