package org.logbraid.common.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and time spans as people write them. Stateless. */
public final class Units {
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]*)");

    private Units() {}

    /**
     * Reads a size: {@code 65536}, {@code 64KiB}, {@code 1 MiB}, {@code 2GiB}.
     *
     * @return bytes
     * @throws IllegalArgumentException when it is none
     */
    public static long parseSize(String text) {
        Matcher number = matched(text, "a size");
        long unit = switch (number.group(2)) {
            case "", "B" -> 1L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            case "TiB" -> 1L << 40;
            default ->
                throw new IllegalArgumentException(
                        "unknown unit of size '" + number.group(2) + "': KiB, MiB, GiB or TiB");
        };
        try {
            return Math.multiplyExact(Long.parseLong(number.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large a size: '" + text + "'", e);
        }
    }

    /**
     * Reads a time span: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}; 0 needs no unit.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Duration parseDuration(String text) {
        Matcher number = matched(text, "a duration");
        long value = Long.parseLong(number.group(1));
        try {
            return switch (number.group(2)) {
                case "ms" -> Duration.ofMillis(value);
                case "s" -> Duration.ofSeconds(value);
                case "m", "min" -> Duration.ofMinutes(value);
                case "h" -> Duration.ofHours(value);
                case "d" -> Duration.ofDays(value);
                default -> {
                    if (value == 0 && number.group(2).isEmpty()) {
                        yield Duration.ZERO;
                    }
                    throw new IllegalArgumentException(
                            "unknown unit of time '" + number.group(2) + "': ms, s, m, h or d");
                }
            };
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too long a duration: '" + text + "'", e);
        }
    }

    private static Matcher matched(String text, String what) {
        Matcher number = NUMBER.matcher(text.strip());
        if (!number.matches()) {
            throw new IllegalArgumentException("not " + what + ": '" + text + "'");
        }
        return number;
    }

    /** A size in its largest whole unit. */
    public static String size(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        long value = bytes;
        int unit = 0;
        while (unit < units.length - 1 && value != 0 && value % 1024 == 0) {
            value /= 1024;
            unit++;
        }
        return value + units[unit];
    }

    /** A time span in its largest whole unit, milliseconds the least. */
    public static String duration(Duration span) {
        long millis = span.toMillis();
        long[] units = {86_400_000, 3_600_000, 60_000, 1_000};
        String[] names = {"d", "h", "m", "s"};
        for (int i = 0; i < units.length; i++) {
            if (millis != 0 && millis % units[i] == 0) {
                return millis / units[i] + names[i];
            }
        }
        return millis + "ms";
    }
}
