package org.logbraid.agent.framing;

import org.logbraid.common.frame.Frames;

/**
 * Stamps of ISO 8601: {@code 2015-05-17T10:05:03.123456Z}, with {@code T} or a space, up to nine digits of a fraction
 * behind a point or a comma, and {@code Z} or an offset as {@code +02:00} or {@code +0200}, which a space may stand before.
 * One without a zone is not read. The first that is readable within {@value #WINDOW_BYTES} bytes counts, in brackets or
 * quotes too.
 *
 * <p>Lines of the same second are recognised by comparing bytes, so only their fraction and zone are read.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class IsoStamps implements StampParser {
    private static final int WINDOW_BYTES = 128;

    /** Of a stamp with {@code Z} and without a fraction. */
    private static final int LEAST_BYTES = 20;

    private static final int AT_FRACTION = 19;

    private long word0;
    private long word1;
    private int word2;
    private long second = Frames.NO_TIME;
    private boolean leap;
    private int fractionDigits;

    @Override
    public int fractionDigits() {
        return fractionDigits;
    }

    @Override
    public long parse(byte[] bytes, int from, int to) {
        int last = Math.min(to - LEAST_BYTES, from + WINDOW_BYTES);
        for (int place = from; place <= last; place++) {
            if (bytes[place + 4] == '-'
                    && bytes[place + 7] == '-'
                    && (place == from || !Civil.isWord(bytes[place - 1]))) {
                long time = stamp(bytes, place, to);
                if (time != Frames.NO_TIME) {
                    return time;
                }
            }
        }
        return Frames.NO_TIME;
    }

    private long stamp(byte[] bytes, int start, int to) {
        if (!readSecond(bytes, start)) {
            return Frames.NO_TIME;
        }
        int zone = start + AT_FRACTION;
        int digits = 0;
        if (bytes[zone] == '.' || bytes[zone] == ',') {
            digits = Civil.digits(bytes, zone + 1, to);
            zone += 1 + digits;
            if (digits == 0 || digits > Civil.MAX_FRACTION_DIGITS) {
                return Frames.NO_TIME;
            }
        }
        int offset = offset(bytes, zone, to);
        if (offset == Civil.NONE) {
            return Frames.NO_TIME;
        }
        fractionDigits = digits;
        long fraction =
                leap ? Civil.lastFractionNanos(digits) : Civil.fractionNanos(bytes, start + AT_FRACTION + 1, digits);
        return (second - offset) * Civil.NANOS_PER_SECOND + fraction;
    }

    /** From the year to the second: 19 bytes. */
    private boolean readSecond(byte[] bytes, int start) {
        long first = (long) Civil.LONGS.get(bytes, start);
        long next = (long) Civil.LONGS.get(bytes, start + 8);
        int rest = (int) Civil.INTS.get(bytes, start + 15);
        if (first == word0 && next == word1 && rest == word2) {
            return second != Frames.NO_TIME;
        }
        word0 = first;
        word1 = next;
        word2 = rest;
        second = Frames.NO_TIME;
        if ((bytes[start + 10] == 'T' || bytes[start + 10] == ' ')
                && bytes[start + 13] == ':'
                && bytes[start + 16] == ':') {
            int seconds = Civil.two(bytes, start + 17);
            leap = seconds == 60;
            second = Civil.seconds(
                    Civil.four(bytes, start),
                    Civil.two(bytes, start + 5),
                    Civil.two(bytes, start + 8),
                    Civil.two(bytes, start + 11),
                    Civil.two(bytes, start + 14),
                    seconds);
        }
        return second != Frames.NO_TIME;
    }

    private static int offset(byte[] bytes, int zone, int to) {
        if (zone < to && bytes[zone] == 'Z') {
            return ends(bytes, zone + 1, to) ? 0 : Civil.NONE;
        }
        int sign = zone < to && bytes[zone] == ' ' ? zone + 1 : zone;
        if (sign + 5 > to) {
            return Civil.NONE;
        }
        int minutes = bytes[sign + 3] == ':' ? sign + 4 : sign + 3;
        if (minutes + 2 > to || !ends(bytes, minutes + 2, to)) {
            return Civil.NONE;
        }
        return Civil.offset(bytes[sign], Civil.two(bytes, sign + 1), Civil.two(bytes, minutes));
    }

    private static boolean ends(byte[] bytes, int place, int to) {
        return place == to || !Civil.isWord(bytes[place]);
    }
}
