package org.logbraid.collector.status;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259), step by step. Control characters are escaped, those of a terminal too, so that no line or name
 * can speak to a terminal (X5).
 *
 * <p>Not thread-safe: belongs to its writer.
 */
public final class JsonWriter {
    private final StringBuilder text = new StringBuilder(1024);
    private boolean first = true;

    public JsonWriter beginObject() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** The key of what is written next. */
    public JsonWriter key(String name) {
        separate();
        quote(name);
        text.append(':');
        first = true;
        return this;
    }

    public JsonWriter value(@Nullable String value) {
        separate();
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    public JsonWriter value(long value) {
        separate();
        text.append(value);
        return this;
    }

    public JsonWriter value(boolean value) {
        separate();
        text.append(value);
        return this;
    }

    /** Thousandths as a decimal fraction. */
    public JsonWriter thousandths(long value) {
        separate();
        text.append(java.math.BigDecimal.valueOf(value, 3).toPlainString());
        return this;
    }

    private JsonWriter begin(char bracket) {
        separate();
        text.append(bracket);
        first = true;
        return this;
    }

    private JsonWriter end(char bracket) {
        text.append(bracket);
        first = false;
        return this;
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                text.append("\\u");
                String hex = Integer.toHexString(c);
                text.append("0".repeat(4 - hex.length())).append(hex);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
