package org.logbraid.common.settings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Reads JSON, which is YAML too, into plain values: maps, lists, texts, numbers, truth values. What a collector answers
 * over HTTP is read by this. Stateless.
 */
public final class PlainValues {
    private static final int MOST_CHARACTERS = 64 * 1024 * 1024;

    private PlainValues() {}

    /**
     * Reads a JSON object.
     *
     * @throws IllegalArgumentException when it is none
     */
    @SuppressWarnings("unchecked") // the keys of a JSON object are texts
    public static Map<String, @Nullable Object> readObject(String json) {
        try {
            Object value = new Load(LoadSettings.builder()
                            .setLabel("answer")
                            .setSchema(new JsonSchema())
                            .setCodePointLimit(MOST_CHARACTERS)
                            .build())
                    .loadFromString(json);
            if (value instanceof Map<?, ?> map) {
                return (Map<String, @Nullable Object>) map;
            }
            throw new IllegalArgumentException("not a JSON object");
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    /** The object at a key, empty when there is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> object(Map<String, @Nullable Object> in, String key) {
        return in.get(key) instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /** The objects in a list at a key, empty when there is none. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, @Nullable Object>> objects(Map<String, @Nullable Object> in, String key) {
        return in.get(key) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(element -> (Map<String, @Nullable Object>) element)
                        .toList()
                : List.of();
    }

    /** The whole number at a key, 0 when there is none. */
    public static long number(Map<String, @Nullable Object> in, String key) {
        return in.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /** The text at a key, empty when there is none. */
    public static String text(Map<String, @Nullable Object> in, String key) {
        Object value = in.get(key);
        return value == null ? "" : value.toString();
    }
}
