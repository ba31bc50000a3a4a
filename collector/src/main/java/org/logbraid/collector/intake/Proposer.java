package org.logbraid.collector.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.quorum.Proposal;
import org.logbraid.collector.quorum.Proposals;

/**
 * Hands proposals to the quorum in the order they were made. What it does not take is kept, and while anything is kept
 * the intake reads no connection: that is the back-pressure.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Proposer {
    private final Proposals quorum;
    private final Deque<Proposal> kept = new ArrayDeque<>();
    private long bytes;

    Proposer(Proposals quorum) {
        this.quorum = quorum;
    }

    void propose(Entry entry) {
        propose(Proposal.of(entry));
    }

    void propose(Proposal proposal) {
        bytes += proposal.length();
        if (!kept.isEmpty() || !quorum.offer(proposal)) {
            kept.addLast(proposal);
        }
    }

    /** Tries again what was not taken; says how many were taken now. */
    int flush() {
        int taken = 0;
        while (!kept.isEmpty() && quorum.offer(kept.getFirst())) {
            kept.removeFirst();
            taken++;
        }
        return taken;
    }

    boolean isBlocked() {
        return !kept.isEmpty();
    }

    /** Bytes of contents proposed so far. */
    long bytes() {
        return bytes;
    }

    /** Lets go of everything that was not taken. */
    void discard() {
        kept.forEach(Proposal::release);
        kept.clear();
    }
}
