package org.logbraid.common.disk;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Paths as the bytes that they are. A name that is no text in the locale of the process keeps its bytes in a
 * {@link Path}, but not in a {@link String}. Stateless.
 */
public final class PathBytes {
    private PathBytes() {}

    /** The bytes of an absolute path. */
    public static byte[] of(Path path) {
        String text = path.toString();
        if (isAscii(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        String raw = path.toUri().getRawPath();
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        byte[] all = bytes.toByteArray();
        boolean slashOfFolder = all.length > 1 && all[all.length - 1] == '/';
        return slashOfFolder ? Arrays.copyOf(all, all.length - 1) : all;
    }

    /**
     * The path with these bytes.
     *
     * @param bytes of an absolute path, without NUL
     * @throws IllegalArgumentException when they are not
     */
    public static Path toPath(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != '/') {
            throw new IllegalArgumentException("not an absolute path: " + toText(bytes));
        }
        var uri = new StringBuilder("file://");
        byte before = 0;
        for (byte b : bytes) {
            if (b == '/') {
                if (before != '/') {
                    uri.append('/');
                }
            } else if (isPlain(b)) {
                uri.append((char) b);
            } else {
                uri.append('%').append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
            }
            before = b;
        }
        return Path.of(URI.create(uri.toString()));
    }

    /** For people: UTF-8 where it is, and no control characters. */
    public static String toText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        var shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                shown.append(String.format("\\x%02x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
