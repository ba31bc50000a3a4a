package org.logbraid.collector.status;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into maps, lists, texts, {@link BigDecimal}s, booleans and null. Depth is bounded; the length is
 * bounded by whoever has the text.
 *
 * <p>Not thread-safe: one text each.
 */
public final class JsonReader {
    private static final int MOST_DEPTH = 32;
    private static final int MOST_DIGITS = 40;

    private final String text;
    private int place;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads one value and nothing behind it.
     *
     * @throws IllegalArgumentException saying where it is no JSON
     */
    public static @Nullable Object read(String text) {
        var reader = new JsonReader(text);
        Object value = reader.value();
        reader.space();
        if (reader.place < text.length()) {
            throw reader.wrong("something behind the end");
        }
        return value;
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException when it is no JSON object
     */
    public static Map<String, @Nullable Object> readObject(String text) {
        if (new JsonReader(text).peek() != '{') {
            throw new IllegalArgumentException("a JSON object is expected");
        }
        var reader = new JsonReader(text);
        Map<String, @Nullable Object> object = reader.object();
        reader.space();
        if (reader.place < text.length()) {
            throw reader.wrong("something behind the end");
        }
        return object;
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        deeper();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        expect('{');
        boolean more = peek() != '}';
        while (more) {
            if (peek() != '"') {
                throw wrong("a key is expected");
            }
            String key = string();
            expect(':');
            if (object.containsKey(key)) {
                throw wrong("'" + key + "' stands there twice");
            }
            object.put(key, value());
            more = peek() == ',';
            if (more) {
                expect(',');
            }
        }
        expect('}');
        depth--;
        return object;
    }

    private List<@Nullable Object> array() {
        deeper();
        List<@Nullable Object> array = new ArrayList<>();
        expect('[');
        boolean more = peek() != ']';
        while (more) {
            array.add(value());
            more = peek() == ',';
            if (more) {
                expect(',');
            }
        }
        expect(']');
        depth--;
        return array;
    }

    private String string() {
        expect('"');
        var string = new StringBuilder();
        while (true) {
            char c = take();
            if (c == '"') {
                return string.toString();
            }
            if (c < ' ') {
                throw wrong("a control character in a text");
            }
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(take(), 16);
                    if (digit < 0) {
                        throw wrong("four hexadecimal digits are expected");
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw wrong("unknown escape");
        };
    }

    private BigDecimal number() {
        int from = place;
        while (place < text.length() && "+-.eE0123456789".indexOf(text.charAt(place)) >= 0) {
            place++;
        }
        try {
            if (place - from > MOST_DIGITS) {
                throw wrong("a number too long");
            }
            return new BigDecimal(text.substring(from, place));
        } catch (NumberFormatException e) {
            throw wrong("a value is expected");
        }
    }

    private @Nullable Object word(String word, @Nullable Object meaning) {
        if (!text.startsWith(word, place)) {
            throw wrong("a value is expected");
        }
        place += word.length();
        return meaning;
    }

    private void deeper() {
        depth++;
        if (depth > MOST_DEPTH) {
            throw wrong("more than " + MOST_DEPTH + " levels");
        }
    }

    private void space() {
        while (place < text.length() && " \t\r\n".indexOf(text.charAt(place)) >= 0) {
            place++;
        }
    }

    /** The next character that is no space; NUL at the end. */
    private char peek() {
        space();
        return place < text.length() ? text.charAt(place) : '\0';
    }

    private char take() {
        if (place >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(place++);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("'" + c + "' is expected");
        }
        place++;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("not JSON at character " + (place + 1) + ": " + what);
    }
}
