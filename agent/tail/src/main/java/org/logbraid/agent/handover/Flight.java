package org.logbraid.agent.handover;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The frames of a session that are sent and not yet accepted, against the credit.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Flight {
    private final Deque<Sent> sent = new ArrayDeque<>();
    private long bytes;
    private long credit;
    private long lastSent;
    private long accepted;
    private long written;
    private long acceptedBytes;
    private long lastProgress;

    private record Sent(long number, int bytes, boolean firstScanDone) {}

    /** A session begins. */
    void begin(long creditBytes, long now) {
        clear();
        credit = creditBytes;
        lastSent = 0;
        accepted = 0;
        written = 0;
        lastProgress = now;
    }

    /** Everything in flight is void. */
    void clear() {
        sent.clear();
        bytes = 0;
    }

    /** Whether a frame may be sent: within the credit, or alone. */
    boolean hasRoom(int frameBytes) {
        return sent.isEmpty() || bytes + frameBytes <= credit;
    }

    void sent(long number, int frameBytes, boolean firstScanDone, long now) {
        if (sent.isEmpty()) {
            lastProgress = now;
        }
        sent.add(new Sent(number, frameBytes, firstScanDone));
        bytes += frameBytes;
        lastSent = number;
    }

    /**
     * Frames are accepted.
     *
     * @return whether one of them was the last of the first scan
     */
    boolean accepted(long number, long writtenNumber, long creditBytes, long now) {
        credit = creditBytes;
        written = Math.max(written, writtenNumber);
        if (number > accepted) {
            accepted = number;
            lastProgress = now;
        }
        boolean firstScanDone = false;
        while (!sent.isEmpty() && sent.getFirst().number <= accepted) {
            Sent frame = sent.removeFirst();
            bytes -= frame.bytes;
            acceptedBytes += frame.bytes;
            firstScanDone |= frame.firstScanDone;
        }
        return firstScanDone;
    }

    /** A frame was void: what is in flight from there on is, too. */
    void rejected(long expected, long now) {
        clear();
        accepted = Math.max(accepted, expected - 1);
        lastSent = expected - 1;
        lastProgress = now;
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /** How long something has been in flight without any of it being accepted, in nanoseconds; 0 when nothing is. */
    long stalledNanos(long now) {
        return sent.isEmpty() ? 0 : now - lastProgress;
    }

    long acceptedNumber() {
        return accepted;
    }

    long writtenNumber() {
        return written;
    }

    long lastSent() {
        return lastSent;
    }

    HandoverView view(long session) {
        return new HandoverView(session, lastSent, accepted, bytes, acceptedBytes);
    }
}
