package org.logbraid.system.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Judges a merged stream as it comes, and remembers no line of it: each server's lines have to come by their numbers, one
 * after the other from 0 on, so that none is lost, doubled, torn, foreign or out of its file's order (G4 to G7). Stamps have to
 * grow over all servers, ties going by server (T1); a line that stands behind a younger one is noted, for somebody else
 * to say whether it may.
 *
 * <p>Fed by one thread; {@link #seen}, {@link #lines}, {@link #latestMicros} and {@link #displaced} are safe for all.
 */
final class StreamCheck {
    private static final int MOST_DISPLACED = 1_000_000;

    /**
     * A line behind a younger one.
     *
     * @param byMicros how much younger
     */
    record Displaced(int client, long number, long byMicros, String place) {}

    private final NumberedLine.Parser line = new NumberedLine.Parser();
    private final AtomicLongArray next;
    private final Queue<Displaced> displaced = new ConcurrentLinkedQueue<>();
    private final byte[] cut = new byte[NumberedLine.MOST_BYTES];
    private int cutBytes;
    private String file = "";
    private long place;
    private int greatestClient = -1;
    private volatile long greatestMicros = Long.MIN_VALUE;
    private volatile long lines;
    private volatile long displacedLines;

    StreamCheck(int clients) {
        next = new AtomicLongArray(clients);
    }

    /** What follows stands in another file. */
    void fileBegins(String name) {
        file = name;
        place = 0;
    }

    /** Takes the next bytes of the file. */
    void feed(byte[] bytes, int length) {
        int from = 0;
        if (cutBytes > 0) {
            from = completeCut(bytes, length);
        }
        for (int at = from; at < length; at++) {
            if (bytes[at] == '\n') {
                line(bytes, from, at + 1);
                from = at + 1;
            }
        }
        if (length - from > cut.length - cutBytes) {
            throw failure("a line that is longer than any", bytes, from, length);
        }
        System.arraycopy(bytes, from, cut, cutBytes, length - from);
        cutBytes += length - from;
    }

    /** Puts a line together that began in the bytes before; answers where the next one begins. */
    private int completeCut(byte[] bytes, int length) {
        int at = 0;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        if (at == length) {
            return 0;
        }
        if (cutBytes + at + 1 > cut.length) {
            throw failure("a line that is longer than any", cut, 0, cutBytes);
        }
        System.arraycopy(bytes, 0, cut, cutBytes, at + 1);
        int all = cutBytes + at + 1;
        cutBytes = 0;
        line(cut, 0, all);
        return at + 1;
    }

    private void line(byte[] bytes, int from, int to) {
        if (!line.read(bytes, from, to) || line.client() >= next.length()) {
            throw failure("a line that is torn or foreign", bytes, from, to);
        }
        int client = line.client();
        long expected = next.get(client);
        if (line.number() != expected) {
            throw failure(
                    (line.number() > expected ? "lost" : "doubled or out of order") + ": the next line of server "
                            + client + " is " + expected,
                    bytes,
                    from,
                    to);
        }
        next.set(client, expected + 1);
        order(client);
        place += to - from;
        long checked = lines + 1;
        lines = checked;
    }

    private void order(int client) {
        long micros = line.micros();
        if (micros > greatestMicros || (micros == greatestMicros && client > greatestClient)) {
            greatestMicros = micros;
            greatestClient = client;
            return;
        }
        long more = displacedLines + 1;
        displacedLines = more;
        if (more > MOST_DISPLACED) {
            throw new AssertionError("more than " + MOST_DISPLACED + " lines out of order of time: file=" + file);
        }
        displaced.add(new Displaced(client, line.number(), greatestMicros - micros, file + " at " + place));
    }

    /** Nothing more comes in this file, which has to end with a line. */
    void fileEnds() {
        if (cutBytes > 0) {
            throw failure("a file that ends within a line", cut, 0, cutBytes);
        }
    }

    private AssertionError failure(String what, byte[] bytes, int from, int to) {
        return new AssertionError(
                what + ": file=" + file + " at=" + place + ":\n" + new String(bytes, from, to - from, ISO_8859_1));
    }

    /** How many of a server's lines have come. */
    long seen(int client) {
        return next.get(client);
    }

    long lines() {
        return lines;
    }

    /** The greatest stamp that has come. */
    long latestMicros() {
        return greatestMicros;
    }

    /** Lines out of the order of time so far. */
    long displacedLines() {
        return displacedLines;
    }

    /** Those that nobody has judged yet: taken away by who does. */
    Queue<Displaced> displaced() {
        return displaced;
    }
}
