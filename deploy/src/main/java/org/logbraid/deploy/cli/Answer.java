package org.logbraid.deploy.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.status.JsonReader;

/**
 * An object in a collector's answer. What is not there reads as empty or 0: a collector of another version may say less.
 * Immutable.
 *
 * @param values as read from JSON
 */
public record Answer(Map<String, @Nullable Object> values) {
    /**
     * Reads a whole answer.
     *
     * @throws CommandFailure when it is not a JSON object: then it was no collector that answered
     */
    public static Answer of(String json) throws CommandFailure {
        try {
            return new Answer(JsonReader.readObject(json));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.failed("this is no collector's answer (" + e.getMessage() + "): check --http", e);
        }
    }

    public String text(String key) {
        Object value = values.get(key);
        return value == null ? "" : value.toString();
    }

    public long number(String key) {
        return values.get(key) instanceof Number number ? number.longValue() : 0;
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are texts
    public Answer object(String key) {
        return new Answer(values.get(key) instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of());
    }

    @SuppressWarnings("unchecked")
    public List<Answer> objects(String key) {
        return values.get(key) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(element -> new Answer((Map<String, @Nullable Object>) element))
                        .toList()
                : List.of();
    }

    /** The texts of a list, none when there is no such list. */
    public List<String> texts(String key) {
        return values.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }
}
