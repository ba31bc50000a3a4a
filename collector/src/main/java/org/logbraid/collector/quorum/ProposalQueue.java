package org.logbraid.collector.quorum;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.EntryType;

/**
 * Proposals that wait to become entries, in the order in which they came. While there is no room for frames the others
 * pass them: a promise, a gate or the end of a session is small, and may be just what lets lines out of the journal. The
 * log decides what each of them means, so that none depends on a frame that was offered before it.
 *
 * <p>{@link #offer} is safe for all threads, the rest belongs to the {@code collector-quorum} thread.
 */
final class ProposalQueue {
    private static final int MOST_QUEUED = 1_024;

    /** Frames that were passed; beyond that the queue fills behind the next one. */
    private static final int MOST_PASSED = 512;

    private final MpscArrayQueue<Proposal> queue = new MpscArrayQueue<>(MOST_QUEUED);
    private final Deque<Proposal> passed = new ArrayDeque<>();
    private boolean nextWasPassed;

    /** False when nothing was taken. */
    boolean offer(Proposal proposal) {
        return queue.offer(proposal);
    }

    /**
     * The next one, which stays the next one until it is {@link #taken}; null when there is none.
     *
     * @param framesToo false: frames are passed
     */
    @Nullable
    Proposal next(boolean framesToo) {
        nextWasPassed = framesToo && !passed.isEmpty();
        Proposal next = nextWasPassed ? passed.getFirst() : queue.peek();
        while (!framesToo && next != null && next.type() == EntryType.FRAME) {
            if (passed.size() == MOST_PASSED) {
                return null;
            }
            passed.addLast(next);
            queue.poll();
            next = queue.peek();
        }
        return next;
    }

    /** What was next has become an entry. */
    void taken() {
        if (nextWasPassed) {
            passed.removeFirst();
        } else {
            queue.poll();
        }
    }

    /** Whether frames wait that others have passed. */
    boolean hasPassedFrames() {
        return !passed.isEmpty();
    }
}
