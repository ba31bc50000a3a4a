package org.logbraid.bench.logs;

import java.util.Random;

/**
 * Makes combined lines of an access log, each of exactly {@link #LINE_BYTES} bytes with its newline. The same seed makes
 * the same lines.
 *
 * <p>Not thread-safe.
 */
public final class LineMaker {
    public static final int LINE_BYTES = 241;

    private static final int SIZE_DIGITS = 6;
    private static final int LINES_OF_A_VISIT = 24;

    private final Random random;
    private final Vocabulary vocabulary;
    private final Stamps stamps = new Stamps();
    private final byte[] line = new byte[LINE_BYTES];
    private int length;
    private int stampAt;
    private long made;

    public LineMaker(long seed) {
        random = new Random(seed);
        vocabulary = new Vocabulary(random);
    }

    /**
     * Makes the next line.
     *
     * @return an array that is reused for the line after it
     */
    public byte[] next(long epochMicros) {
        var visitor = vocabulary.visitor(random, (int) (made++ / LINES_OF_A_VISIT));
        String referer = vocabulary.referer(random);
        String[] answer = vocabulary.answer(random).split(" ", 2);
        length = 0;
        put(visitor.address());
        put(" - - [");
        stampAt = length;
        length += Stamps.BYTES;
        stamps.write(line, stampAt, epochMicros);
        put(" +0000] \"");
        put(answer[0]);
        put(" ");
        String rest = " HTTP/1.1\" " + answer[1] + " ";
        String behind = " \"" + referer + "\" \"" + visitor.browser() + "\"\n";
        int pathLength = LINE_BYTES - length - rest.length() - SIZE_DIGITS - behind.length();
        var page = vocabulary.page(random, pathLength);
        put(page.path());
        put(rest);
        size(page.sizeBytes());
        put(behind);
        return line;
    }

    /** Where the stamp stands in the line made last. */
    public int stampAt() {
        return stampAt;
    }

    private void put(String text) {
        for (int i = 0; i < text.length(); i++) {
            line[length++] = (byte) text.charAt(i);
        }
    }

    /** Always six digits, for the line has to have its length. */
    private void size(int bytes) {
        int rest = bytes;
        for (int place = length + SIZE_DIGITS - 1; place >= length; place--) {
            line[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += SIZE_DIGITS;
    }
}
