package org.logbraid.agent.framing;

import org.logbraid.common.frame.Frames;

/**
 * Stamps that count from 1970 on, at the start of the line: seconds in 9 or 10 digits (from 1973 to 2286), milliseconds
 * in 12 or 13, each with a fraction or without. Read to the nanosecond, as long as that fits (until 2262).
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class EpochStamps implements StampParser {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MILLI_DIGITS = 3;

    private int fractionDigits;

    @Override
    public int fractionDigits() {
        return fractionDigits;
    }

    @Override
    public long parse(byte[] bytes, int from, int to) {
        int digits = Civil.digits(bytes, from, to);
        boolean millis = digits == 12 || digits == 13;
        if (!millis && digits != 9 && digits != 10) {
            return Frames.NO_TIME;
        }
        long whole = 0;
        int place = from;
        for (; place < from + digits; place++) {
            whole = whole * 10 + bytes[place] - '0';
        }
        int fraction = 0;
        if (place + 1 < to && bytes[place] == '.' && Civil.isDigit(bytes[place + 1])) {
            fraction = Civil.digits(bytes, place + 1, to);
            place += 1 + fraction;
        }
        int most = millis ? Civil.MAX_FRACTION_DIGITS - MILLI_DIGITS : Civil.MAX_FRACTION_DIGITS;
        long unit = millis ? NANOS_PER_MILLI : Civil.NANOS_PER_SECOND;
        if (fraction > most || whole >= Long.MAX_VALUE / unit || (place < to && Civil.isWord(bytes[place]))) {
            return Frames.NO_TIME;
        }
        fractionDigits = millis ? MILLI_DIGITS + fraction : fraction;
        long nanos = Civil.fractionNanos(bytes, place - fraction, fraction);
        return whole * unit + (millis ? nanos / 1_000 : nanos);
    }
}
