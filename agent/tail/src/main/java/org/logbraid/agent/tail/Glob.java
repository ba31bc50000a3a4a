package org.logbraid.agent.tail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pattern of one name in a path: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a]}, with {@code \} before a sign that
 * is meant as it stands. As in a shell, a leading dot has to be written out. Immutable.
 */
final class Glob {
    private final byte[] bytes;
    private final int[] pattern;

    Glob(byte[] pattern) {
        this.bytes = pattern;
        this.pattern = signs(pattern);
    }

    /** Whether a name is the pattern itself, sign by sign. */
    boolean isItself(byte[] name) {
        return Arrays.equals(bytes, name);
    }

    static boolean isGlob(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0 || text.indexOf('{') >= 0;
    }

    /** Code points; bytes that are no text count as one sign each. */
    private static int[] signs(byte[] name) {
        int[] ascii = new int[name.length];
        int length = 0;
        while (length < name.length && name[length] >= 0) {
            ascii[length] = name[length];
            length++;
        }
        return length == name.length ? ascii : signsBeyondAscii(name);
    }

    private static int[] signsBeyondAscii(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .codePoints()
                    .toArray();
        } catch (CharacterCodingException e) {
            int[] signs = new int[name.length];
            for (int i = 0; i < name.length; i++) {
                signs[i] = name[i] >= 0 ? name[i] : 0x110000 + (name[i] & 0xff);
            }
            return signs;
        }
    }

    boolean matches(byte[] name) {
        int[] signs = signs(name);
        if (signs.length > 0 && signs[0] == '.' && (pattern.length == 0 || pattern[0] != '.')) {
            return false;
        }
        return matches(0, signs, 0);
    }

    private boolean matches(int patternFrom, int[] name, int nameFrom) {
        int p = patternFrom;
        int n = nameFrom;
        while (p < pattern.length) {
            int sign = pattern[p];
            if (sign == '*') {
                for (int skip = n; skip <= name.length; skip++) {
                    if (matches(p + 1, name, skip)) {
                        return true;
                    }
                }
                return false;
            }
            if (n == name.length) {
                return false;
            }
            if (sign == '[' && closing(p) > 0) {
                int end = closing(p);
                if (!inClass(p + 1, end, name[n])) {
                    return false;
                }
                p = end;
            } else if (sign != '?') {
                if (sign == '\\' && p + 1 < pattern.length) {
                    sign = pattern[++p];
                }
                if (sign != name[n]) {
                    return false;
                }
            }
            p++;
            n++;
        }
        return n == name.length;
    }

    /** Where the class that begins at a place ends, or 0 when it is no class. */
    private int closing(int open) {
        int first = open + 1;
        if (first < pattern.length && (pattern[first] == '!' || pattern[first] == '^')) {
            first++;
        }
        for (int i = first + 1; i < pattern.length; i++) {
            if (pattern[i] == ']') {
                return i;
            }
        }
        return 0;
    }

    private boolean inClass(int from, int end, int sign) {
        boolean negated = pattern[from] == '!' || pattern[from] == '^';
        boolean within = false;
        for (int i = negated ? from + 1 : from; i < end; i++) {
            if (i + 2 < end && pattern[i + 1] == '-') {
                within |= sign >= pattern[i] && sign <= pattern[i + 2];
                i += 2;
            } else {
                within |= sign == pattern[i];
            }
        }
        return within != negated;
    }

    /** Writes out {@code {a,b}}, also within one another; a brace without its partner stands for itself. */
    static List<String> alternatives(String text) {
        int open = text.indexOf('{');
        int depth = 0;
        List<Integer> cuts = new ArrayList<>();
        for (int i = Math.max(open, 0); open >= 0 && i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : 0;
            if (c == ',' && depth == 1) {
                cuts.add(i);
            }
            if (c == '}' && --depth == 0) {
                cuts.add(i);
                return join(text, open, cuts);
            }
        }
        return List.of(text);
    }

    private static List<String> join(String text, int open, List<Integer> cuts) {
        String before = text.substring(0, open);
        String behind = text.substring(cuts.get(cuts.size() - 1) + 1);
        List<String> all = new ArrayList<>();
        int from = open + 1;
        for (int cut : cuts) {
            all.addAll(alternatives(before + text.substring(from, cut) + behind));
            from = cut + 1;
        }
        return all;
    }
}
