package org.logbraid.agent.framing;

import org.logbraid.common.frame.Frames;

/**
 * Stamps of the Common and the Combined Log Format: {@code [17/May/2015:10:05:03 +0000]}, with up to nine digits of a
 * fraction behind the second. The first that is readable within {@value #WINDOW_BYTES} bytes counts.
 *
 * <p>Lines of the same second are recognised by comparing bytes, so only their fraction is read.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class ClfStamps implements StampParser {
    private static final int WINDOW_BYTES = 1_024;

    /** Of a stamp without a fraction. */
    private static final int LEAST_BYTES = 28;

    private static final int AT_SECOND = 19;
    private static final int AT_FRACTION = 21;
    private static final int ZONE_BYTES = 7;

    private long word0;
    private long word1;
    private int word2;
    private long second = Frames.NO_TIME;
    private boolean leap;

    private int zoneWord0;
    private int zoneWord1;
    private int offset = Civil.NONE;

    private int fractionDigits;

    @Override
    public int fractionDigits() {
        return fractionDigits;
    }

    @Override
    public long parse(byte[] bytes, int from, int to) {
        int last = Math.min(to - LEAST_BYTES, from + WINDOW_BYTES);
        for (int place = from; place <= last; place++) {
            if (bytes[place] == '[') {
                long time = stamp(bytes, place, to);
                if (time != Frames.NO_TIME) {
                    return time;
                }
            }
        }
        return Frames.NO_TIME;
    }

    private long stamp(byte[] bytes, int bracket, int to) {
        if (!readSecond(bytes, bracket)) {
            return Frames.NO_TIME;
        }
        int zone = bracket + AT_FRACTION;
        int digits = 0;
        if (bytes[zone] == '.') {
            digits = Civil.digits(bytes, zone + 1, to);
            zone += 1 + digits;
            if (digits == 0 || digits > Civil.MAX_FRACTION_DIGITS || zone + ZONE_BYTES > to) {
                return Frames.NO_TIME;
            }
        }
        if (!readZone(bytes, zone)) {
            return Frames.NO_TIME;
        }
        fractionDigits = digits;
        long fraction =
                leap ? Civil.lastFractionNanos(digits) : Civil.fractionNanos(bytes, bracket + AT_FRACTION + 1, digits);
        return (second - offset) * Civil.NANOS_PER_SECOND + fraction;
    }

    /** From the day to the second: 20 bytes behind the bracket. */
    private boolean readSecond(byte[] bytes, int bracket) {
        long first = (long) Civil.LONGS.get(bytes, bracket + 1);
        long next = (long) Civil.LONGS.get(bytes, bracket + 9);
        int rest = (int) Civil.INTS.get(bytes, bracket + 17);
        if (first == word0 && next == word1 && rest == word2) {
            return second != Frames.NO_TIME;
        }
        word0 = first;
        word1 = next;
        word2 = rest;
        second = Frames.NO_TIME;
        if (bytes[bracket + 3] == '/'
                && bytes[bracket + 7] == '/'
                && bytes[bracket + 12] == ':'
                && bytes[bracket + 15] == ':'
                && bytes[bracket + 18] == ':') {
            int seconds = Civil.two(bytes, bracket + AT_SECOND);
            leap = seconds == 60;
            second = Civil.seconds(
                    Civil.four(bytes, bracket + 8),
                    month(bytes, bracket + 4),
                    Civil.two(bytes, bracket + 1),
                    Civil.two(bytes, bracket + 13),
                    Civil.two(bytes, bracket + 16),
                    seconds);
        }
        return second != Frames.NO_TIME;
    }

    /** Reads {@code " +0000]"}. */
    private boolean readZone(byte[] bytes, int zone) {
        int first = (int) Civil.INTS.get(bytes, zone);
        int next = (int) Civil.INTS.get(bytes, zone + 3);
        if (first == zoneWord0 && next == zoneWord1) {
            return offset != Civil.NONE;
        }
        zoneWord0 = first;
        zoneWord1 = next;
        offset = bytes[zone] == ' ' && bytes[zone + 6] == ']'
                ? Civil.offset(bytes[zone + 1], Civil.two(bytes, zone + 2), Civil.two(bytes, zone + 4))
                : Civil.NONE;
        return offset != Civil.NONE;
    }

    private static int month(byte[] bytes, int place) {
        return switch (bytes[place] << 16 | bytes[place + 1] << 8 | bytes[place + 2]) {
            case 'J' << 16 | 'a' << 8 | 'n' -> 1;
            case 'F' << 16 | 'e' << 8 | 'b' -> 2;
            case 'M' << 16 | 'a' << 8 | 'r' -> 3;
            case 'A' << 16 | 'p' << 8 | 'r' -> 4;
            case 'M' << 16 | 'a' << 8 | 'y' -> 5;
            case 'J' << 16 | 'u' << 8 | 'n' -> 6;
            case 'J' << 16 | 'u' << 8 | 'l' -> 7;
            case 'A' << 16 | 'u' << 8 | 'g' -> 8;
            case 'S' << 16 | 'e' << 8 | 'p' -> 9;
            case 'O' << 16 | 'c' << 8 | 't' -> 10;
            case 'N' << 16 | 'o' << 8 | 'v' -> 11;
            case 'D' << 16 | 'e' << 8 | 'c' -> 12;
            default -> Civil.NONE;
        };
    }
}
