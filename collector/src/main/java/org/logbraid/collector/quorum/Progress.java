package org.logbraid.collector.quorum;

import java.util.ArrayDeque;
import java.util.Deque;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.peers.PeerMessage.Appended;

/**
 * How far a member's log is, as its leader knows it in this term. Until an answer has shown where both logs meet, one request
 * at a time asks for that; then requests follow each other, as many as a window lets through.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Progress {
    /** Content that may be on its way to one member. */
    static final long WINDOW_BYTES = 8L * 1024 * 1024;

    private static final int WINDOW_REQUESTS = 64;

    private record Sent(long lastIndex, long bytes) {}

    private Entry.Member member;
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private long inFlightBytes;
    private long next;
    private long verified;
    private long durable;
    private boolean probing = true;
    private long number;
    private long heedFrom = 1;
    private long sentAt;
    private long progressAt;
    private long heardAt;
    private boolean heard;
    private long toldCommit;
    private long lastIndexBefore = Long.MAX_VALUE;

    Progress(Entry.Member member, long next, long now) {
        this.member = member;
        this.next = next;
        this.heardAt = now;
        this.sentAt = now - Timing.HEARTBEAT_NANOS;
    }

    Entry.Member member() {
        return member;
    }

    /** The list says other things of the same data folder. */
    void member(Entry.Member changed) {
        member = changed;
    }

    long next() {
        return next;
    }

    long verified() {
        return verified;
    }

    long durable() {
        return durable;
    }

    long heardAt() {
        return heardAt;
    }

    /** Whether it was ever heard in this term. */
    boolean wasHeard() {
        return heard;
    }

    void heard(long now) {
        heardAt = now;
        heard = true;
    }

    boolean isProbing() {
        return probing;
    }

    boolean hasRoom() {
        return inFlightBytes < WINDOW_BYTES && inFlight.size() < WINDOW_REQUESTS;
    }

    boolean isDue(long now) {
        return now - sentAt >= Timing.HEARTBEAT_NANOS;
    }

    boolean knowsCommit(long commitIndex) {
        return toldCommit >= commitIndex;
    }

    /** Number of the next request. */
    long takeNumber() {
        return ++number;
    }

    /** A request was sent, with entries up to one, or none. */
    void sent(long lastIndex, long bytes, long commitIndex, long now) {
        sentAt = now;
        toldCommit = commitIndex;
        if (probing) {
            inFlight.clear();
            inFlightBytes = 0;
        }
        if (lastIndex >= next) {
            if (inFlight.isEmpty()) {
                progressAt = now;
            }
            inFlight.addLast(new Sent(lastIndex, bytes));
            inFlightBytes += bytes;
            if (!probing) {
                next = lastIndex + 1;
            }
        }
    }

    /** An answer to a request, or word of a sync; {@code true} when entries count that did not before. */
    boolean accepted(Appended answer, long now) {
        boolean more = answer.verified() > verified || answer.durable() > durable;
        if (answer.verified() > verified) {
            verified = answer.verified();
            progressAt = now;
        }
        durable = Math.max(durable, Math.min(answer.durable(), verified));
        while (!inFlight.isEmpty() && inFlight.getFirst().lastIndex() <= verified) {
            inFlightBytes -= inFlight.removeFirst().bytes();
        }
        if (probing && answer.number() >= heedFrom && verified >= next - 1) {
            probing = false;
            next = verified + 1;
        }
        next = Math.max(next, verified + 1);
        return more;
    }

    /**
     * A request was refused: both logs can meet at an entry at most; one of an earlier search says nothing new. What was
     * verified and is not there any more was never on the member's disk, and was lost with its machine.
     *
     * @param sentAt when the next request counts as sent: now, for one that can wait for the next heartbeat
     */
    void refused(Appended answer, long meetAt, long sentAt) {
        if (answer.number() >= heedFrom) {
            verified = Math.min(verified, Math.max(meetAt, durable));
            beginSearch(Math.max(meetAt, verified) + 1);
            this.sentAt = sentAt;
        }
    }

    /** Requests or their answers are lost: begins again behind what is verified. */
    boolean isLost(long now, long patienceNanos) {
        return !inFlight.isEmpty() && !probing && now - progressAt >= patienceNanos;
    }

    void searchFrom(long index) {
        beginSearch(index);
        sentAt -= Timing.HEARTBEAT_NANOS; // at once
    }

    /** It has no room: a little later again. */
    void pause(long now) {
        beginSearch(verified + 1);
        sentAt = now;
    }

    private void beginSearch(long index) {
        probing = true;
        next = index;
        heedFrom = number + 1;
        inFlight.clear();
        inFlightBytes = 0;
    }

    /** Called now and then: whether it has all by now that the leader had the last time. */
    boolean hasCaughtUp(long lastIndexNow) {
        boolean caughtUp = durable >= lastIndexBefore;
        lastIndexBefore = lastIndexNow;
        return caughtUp;
    }
}
