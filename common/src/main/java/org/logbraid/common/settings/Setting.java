package org.logbraid.common.settings;

import static org.logbraid.common.Checks.require;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.logbraid.common.HostPort;

/**
 * One setting: its key in a settings file, which is also the word of its option, and how its text becomes a value.
 * Whether a text comes from a flag or from a file, it is read by the same rule. Immutable.
 *
 * @param key word in lower case
 * @param list whether a file may give several values
 * @param expected what a value looks like, for error messages
 * @param reader makes a value of one or more texts; refuses by {@link IllegalArgumentException}
 * @param <T> type of the value
 */
public record Setting<T>(String key, boolean list, String expected, Function<List<String>, T> reader) {

    /**
     * Reads a value as typed.
     *
     * @throws IllegalArgumentException saying what was given and what is expected
     */
    public T read(List<String> texts) {
        try {
            return reader.apply(texts);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + key + "' cannot be '" + String.join(",", texts) + "': expected is " + expected, e);
        }
    }

    /** Any text that is not empty. */
    public static Setting<String> text(String key, String expected) {
        return new Setting<>(key, false, expected, texts -> {
            require(!only(texts).isEmpty(), "empty");
            return only(texts);
        });
    }

    /** As {@link #text}, at most {@code mostBytes} bytes of UTF-8, and fit to be part of a file's name. */
    public static Setting<String> name(String key, int mostBytes) {
        return new Setting<>(
                key, false, "a name of 1 to " + mostBytes + " bytes without '/' and control characters", texts -> {
                    String name = only(texts);
                    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
                    require(bytes >= 1 && bytes <= mostBytes, "length");
                    require(name.chars().noneMatch(Character::isISOControl), "control characters");
                    require(name.indexOf('/') < 0 && !name.equals(".") && !name.equals(".."), "a path");
                    return name;
                });
    }

    /** Several texts: a sequence in a file, separated by commas or repeated as flags. */
    public static Setting<List<String>> texts(String key, String expected) {
        return new Setting<>(key, true, expected, texts -> {
            require(!texts.isEmpty(), "empty");
            texts.forEach(text -> require(!text.isEmpty(), "empty"));
            return List.copyOf(texts);
        });
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String key) {
        return new Setting<>(key, false, "true or false", texts -> {
            String text = only(texts);
            require(text.equals("true") || text.equals("false"), "neither");
            return text.equals("true");
        });
    }

    /** One of a few words. */
    public static <E> Setting<E> word(String key, List<E> values, Function<E, String> word) {
        String words = String.join(" or ", values.stream().map(word).toList());
        return new Setting<>(key, false, words, texts -> {
            for (E value : values) {
                if (word.apply(value).equals(only(texts))) {
                    return value;
                }
            }
            throw new IllegalArgumentException("none of them");
        });
    }

    /** Bytes, as {@code 65536}, {@code 64KiB} or {@code 1 MiB}. */
    public static Setting<Long> size(String key, long least, long greatest) {
        String expected =
                "a size from " + Units.size(least) + " to " + Units.size(greatest) + ", as 65536, 64KiB or 1MiB";
        return new Setting<>(key, false, expected, texts -> {
            long value = Units.parseSize(only(texts));
            require(value >= least && value <= greatest, "out of range");
            return value;
        });
    }

    /** A time span, as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h} or {@code 7d}. */
    public static Setting<Duration> duration(String key, Duration least, Duration greatest) {
        String expected = "a duration from " + Units.duration(least) + " to " + Units.duration(greatest)
                + ", as 250ms, 30s, 5m, 1h or 7d";
        return new Setting<>(key, false, expected, texts -> {
            Duration value = Units.parseDuration(only(texts));
            require(value.compareTo(least) >= 0 && value.compareTo(greatest) <= 0, "out of range");
            return value;
        });
    }

    /** An address to bind or to be told. */
    public static Setting<HostPort> address(String key) {
        return new Setting<>(key, false, "HOST:PORT", texts -> HostPort.parse(only(texts)));
    }

    /** Several addresses, none of them with port 0. */
    public static Setting<List<HostPort>> addresses(String key) {
        return new Setting<>(key, true, "HOST:PORT, or several", texts -> {
            require(!texts.isEmpty(), "empty");
            List<HostPort> addresses = new ArrayList<>();
            for (String text : texts) {
                HostPort address = HostPort.parse(text);
                require(address.port() > 0, "nobody listens on port 0");
                addresses.add(address);
            }
            return List.copyOf(addresses);
        });
    }

    /** The texts of a flag: of a list the parts between commas, otherwise the text as it is. */
    public List<String> split(String flag) {
        return list ? Arrays.asList(flag.split(",", -1)) : List.of(flag);
    }

    private static String only(List<String> texts) {
        require(texts.size() == 1, "one value is expected");
        return texts.get(0);
    }
}
