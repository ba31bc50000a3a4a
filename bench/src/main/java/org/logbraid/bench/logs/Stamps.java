package org.logbraid.bench.logs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes and reads stamps of access logs with a microsecond: {@code 17/May/2015:10:05:03.000007}.
 *
 * <p>Not thread-safe: remembers the second that was written last.
 */
public final class Stamps {
    static final int BYTES = 27;

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss.", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int FRACTION_AT = 21;
    private static final int HOUR_AT = 12;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private byte[] second = new byte[0];
    private long secondOf = Long.MIN_VALUE;

    /** Puts a stamp at a place of a line. */
    public void write(byte[] line, int at, long epochMicros) {
        long of = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
        if (of != secondOf) {
            secondOf = of;
            second = SECOND.format(Instant.ofEpochSecond(of)).getBytes(US_ASCII);
        }
        System.arraycopy(second, 0, line, at, FRACTION_AT);
        int rest = (int) (epochMicros - of * MICROS_PER_SECOND);
        for (int place = BYTES - 1; place >= FRACTION_AT; place--) {
            line[at + place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /**
     * Reads the time of day of a line whose stamp stands in the first brackets.
     *
     * @return microseconds since midnight, or -1 when there is no such stamp
     */
    public static long microsOfDay(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] != '[') {
            at++;
        }
        at++;
        if (at + BYTES > to) {
            return -1;
        }
        long seconds =
                two(text, at + HOUR_AT) * 3_600L + two(text, at + HOUR_AT + 3) * 60L + two(text, at + HOUR_AT + 6);
        long micros = 0;
        for (int place = FRACTION_AT; place < BYTES; place++) {
            micros = micros * 10 + text[at + place] - '0';
        }
        return seconds * MICROS_PER_SECOND + micros;
    }

    private static int two(byte[] text, int at) {
        return (text[at] - '0') * 10 + text[at + 1] - '0';
    }

    /** How long ago a time of day was, at most half a day in either direction. */
    public static long microsSince(long microsOfDay, long nowEpochMicros) {
        long since = Math.floorMod(nowEpochMicros, MICROS_PER_DAY) - microsOfDay;
        return Math.floorMod(since + MICROS_PER_DAY / 2, MICROS_PER_DAY) - MICROS_PER_DAY / 2;
    }
}
