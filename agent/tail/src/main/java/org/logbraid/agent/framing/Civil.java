package org.logbraid.agent.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.logbraid.common.frame.Frames;

/** Digits, dates and zones, as far as stamps have them in common. Stateless. */
final class Civil {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    static final long NANOS_PER_SECOND = 1_000_000_000;
    static final long SECONDS_PER_DAY = 86_400;
    static final int MAX_FRACTION_DIGITS = 9;

    /** No value: what was read is not a number, or not one of its range. */
    static final int NONE = Integer.MIN_VALUE;

    /** Whole years whose nanoseconds fit a long. */
    private static final int LEAST_YEAR = 1678;

    private static final int GREATEST_YEAR = 2261;
    private static final int GREATEST_OFFSET_HOURS = 18;
    private static final int[] POWERS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private Civil() {}

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isWord(byte b) {
        return isDigit(b) || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
    }

    /** Two digits, or {@link #NONE}. */
    static int two(byte[] bytes, int place) {
        int tens = bytes[place] - '0';
        int ones = bytes[place + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NONE : tens * 10 + ones;
    }

    /** Four digits, or {@link #NONE}. */
    static int four(byte[] bytes, int place) {
        int high = two(bytes, place);
        int low = two(bytes, place + 2);
        return high == NONE || low == NONE ? NONE : high * 100 + low;
    }

    /** How many digits stand from a place on. */
    static int digits(byte[] bytes, int from, int to) {
        int place = from;
        while (place < to && isDigit(bytes[place])) {
            place++;
        }
        return place - from;
    }

    /** A fraction of 0 to 9 digits, in nanoseconds. */
    static long fractionNanos(byte[] bytes, int from, int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            value = value * 10 + bytes[from + i] - '0';
        }
        return (long) value * POWERS[digits];
    }

    /** The greatest fraction of so many digits: where a leap second is put. */
    static long lastFractionNanos(int digits) {
        return NANOS_PER_SECOND - POWERS[digits];
    }

    /**
     * Seconds since 1970 of a date and a time of day, or {@link Frames#NO_TIME} when there is no such date or time. A
     * second of 60 is allowed and counts as 59.
     */
    static long seconds(int year, int month, int day, int hour, int minute, int second) {
        if (year < LEAST_YEAR
                || year > GREATEST_YEAR
                || month < 1
                || month > 12
                || day < 1
                || day > daysOf(year, month)
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 60) {
            return Frames.NO_TIME;
        }
        return days(year, month, day) * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + Math.min(second, 59);
    }

    private static int daysOf(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /**
     * Days since 1970-01-01 in the Gregorian calendar: {@code days_from_civil} of Howard Hinnant's "chrono-Compatible
     * Low-Level Date Algorithms". A year begins with March there, so that a leap day is its last.
     */
    private static long days(int year, int month, int day) {
        int marchYear = month <= 2 ? year - 1 : year;
        int era = marchYear / 400;
        int yearOfEra = marchYear - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    /** Seconds east of Greenwich, or {@link #NONE}. */
    static int offset(byte sign, int hours, int minutes) {
        if (hours < 0
                || hours > GREATEST_OFFSET_HOURS
                || minutes < 0
                || minutes > 59
                || (hours == GREATEST_OFFSET_HOURS && minutes > 0)) {
            return NONE;
        }
        int seconds = hours * 3_600 + minutes * 60;
        return sign == '+' ? seconds : sign == '-' ? -seconds : NONE;
    }
}
