package org.logbraid.collector.merge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Hands on what entries have done, in order and once: what was told already is not told again when the state had to be
 * loaded again and the log replayed in a running process.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Telling implements Consumer<Applied> {
    private final Queue<Applied> to;
    private final Deque<Applied> waiting = new ArrayDeque<>();
    /** The last entry that something was told of, and how much. */
    private long toldIndex;

    private int toldOfIt;

    private long index;
    private int seenOfIt;
    private boolean applying;
    private boolean refused;

    Telling(Queue<Applied> to) {
        this.to = to;
    }

    /** The state stands behind an entry now. */
    void loaded(long appliedIndex) {
        applying = false;
        if (appliedIndex > toldIndex) {
            toldIndex = appliedIndex;
            toldOfIt = Integer.MAX_VALUE;
        }
    }

    /** An entry is about to be applied. */
    void begins(long newIndex) {
        applying = true;
        index = newIndex;
        seenOfIt = 0;
        if (newIndex > toldIndex) {
            toldIndex = newIndex;
            toldOfIt = 0;
        }
    }

    /** It was applied whole. */
    void ends() {
        applying = false;
    }

    @Override
    public void accept(Applied event) {
        if (!applying) {
            waiting.add(event); // speaks of no entry: telling it twice does no harm
            return;
        }
        seenOfIt++;
        if (index == toldIndex && seenOfIt > toldOfIt) {
            toldOfIt = seenOfIt;
            waiting.add(event);
        }
    }

    /** Whether the queue had no room: nobody says when it has. */
    boolean isRefused() {
        return refused;
    }

    /** Hands on what waits; false while the queue is full. */
    boolean flush() {
        refused = false;
        while (!waiting.isEmpty()) {
            if (!to.offer(waiting.element())) {
                refused = true;
                return false;
            }
            waiting.remove();
        }
        return true;
    }
}
