package org.logbraid.collector;

import static org.logbraid.common.Checks.require;
import static org.logbraid.common.Checks.requireRange;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings that shape a merged file. They stand in the log as a CONFIG entry, so that every collector follows the
 * same ones (G3). Immutable.
 *
 * @param order in which order lines are merged
 * @param outName file name of the output, relative to a local folder; may hold {@code {channel}}
 * @param roster names of agents that a new channel waits for; empty for none
 * @param rosterCount how many agents, whatever their names, a new channel waits for; 0 for none
 * @param evictAfter 1 s to 1 d: silence after which a session is ended
 * @param skew 0 to 1 h: how far a stamp may stand in the future, and an agent's clock behind
 */
public record ShapingSettings(
        Order order, String outName, List<String> roster, int rosterCount, Duration evictAfter, Duration skew) {
    public static final ShapingSettings DEFAULT =
            new ShapingSettings(Order.TIME, "merged.log", List.of(), 0, Duration.ofSeconds(30), Duration.ofSeconds(2));

    public ShapingSettings {
        roster = List.copyOf(roster);
        require(!outName.isEmpty(), "out must not be empty");
        requireRange("expect", rosterCount, 0, 100_000);
        requireRange("evict-after in ms", evictAfter.toMillis(), 1_000, 86_400_000);
        requireRange("skew in ms", skew.toMillis(), 0, 3_600_000);
    }

    /** Lines of {@code key: value}, sorted by key: what stands in a CONFIG entry. */
    public String canonical() {
        return "evict-after: " + evictAfter.toMillis() + "ms\n"
                + "expect: " + (roster.isEmpty() ? String.valueOf(rosterCount) : String.join(",", roster)) + "\n"
                + "order: " + order.word() + "\n"
                + "out: " + outName + "\n"
                + "skew: " + skew.toMillis() + "ms\n";
    }

    /**
     * Reads what {@link #canonical} wrote.
     *
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    public static ShapingSettings parse(String canonical) {
        ShapingSettings settings = DEFAULT;
        for (String line : canonical.split("\n", -1)) {
            if (!line.isEmpty()) {
                int colon = line.indexOf(": ");
                require(colon > 0, "not a setting: '" + line + "'");
                settings = settings.with(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return settings;
    }

    /**
     * These, but for the given keys.
     *
     * @param changes values by key, in the form of {@link #canonical}
     * @throws IllegalArgumentException naming the key or the value that cannot be read
     */
    public ShapingSettings changed(Map<String, String> changes) {
        ShapingSettings settings = this;
        for (Map.Entry<String, String> change : changes.entrySet()) {
            require(change.getValue().indexOf('\n') < 0, "a setting must not hold a line break");
            settings = settings.with(change.getKey(), change.getValue());
        }
        return settings;
    }

    private ShapingSettings with(String key, String value) {
        return switch (key) {
            case "evict-after" -> new ShapingSettings(order, outName, roster, rosterCount, millis(value), skew);
            case "expect" ->
                value.chars().allMatch(Character::isDigit)
                        ? new ShapingSettings(order, outName, List.of(), Integer.parseInt(value), evictAfter, skew)
                        : new ShapingSettings(order, outName, List.of(value.split(",", -1)), 0, evictAfter, skew);
            case "order" -> new ShapingSettings(order(value), outName, roster, rosterCount, evictAfter, skew);
            case "out" -> new ShapingSettings(order, value, roster, rosterCount, evictAfter, skew);
            case "skew" -> new ShapingSettings(order, outName, roster, rosterCount, evictAfter, millis(value));
            default -> throw new IllegalArgumentException("unknown shaping setting: '" + key + "'");
        };
    }

    private static Order order(String word) {
        for (Order order : Order.values()) {
            if (order.word().equals(word)) {
                return order;
            }
        }
        throw new IllegalArgumentException("unknown order: '" + word + "'");
    }

    private static Duration millis(String value) {
        require(value.endsWith("ms"), "not a duration: '" + value + "'");
        return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
    }
}
