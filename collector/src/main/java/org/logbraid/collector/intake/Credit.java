package org.logbraid.collector.intake;

import org.jspecify.annotations.Nullable;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.frame.Frames;

/**
 * How many bytes each agent may have in flight: a share of one whole, within bounds. The agent that holds the watermark
 * has the greatest share whatever the others have, for it is the one that all wait for. An agent with nothing in flight
 * may always send one frame, so nobody starves.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Credit {
    static final long LEAST = 64 * 1024;
    static final long GREATEST = 8 * 1024 * 1024;

    /** No agent that keeps the rules has more in flight, even while its share shrinks. */
    static final long LIMIT = GREATEST + Frames.MAX_BODY_BYTES;

    private final long wholeBytes;

    Credit(long wholeBytes) {
        this.wholeBytes = wholeBytes;
    }

    long of(String agent, int sessions, MergeView.@Nullable Holder heldBy) {
        if (heldBy != null && heldBy.agent().equals(agent)) {
            return GREATEST;
        }
        return Math.max(LEAST, Math.min(GREATEST, wholeBytes / Math.max(1, sessions)));
    }
}
