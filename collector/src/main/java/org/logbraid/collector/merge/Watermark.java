package org.logbraid.collector.merge;

import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.Frames;

/**
 * The least mark of all open sources that are not behind (T2). Looks at all of them only when it may have moved.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Watermark {
    /** W, or {@link Frames#NO_TIME} when none is remembered. */
    long value = Frames.NO_TIME;

    private boolean stale = true;
    private boolean held;
    private long least = Frames.NO_TIME;
    private @Nullable Agent holder;
    private @Nullable Source holdingSource;

    /** Somebody opened, closed, came, went or promised, or the frontier has leapt. */
    void stale() {
        stale = true;
    }

    /** A single mark was raised: W moves only if it was the least, or if nobody else held. */
    void raised(long oldMark) {
        if (oldMark <= least || least == Frames.NO_TIME) {
            stale = true;
        }
    }

    /** Nobody is left: W is not remembered. */
    void forget() {
        value = Frames.NO_TIME;
        stale = true;
    }

    /**
     * Up to where lines may be written now.
     *
     * @return W; {@link Long#MAX_VALUE} while no source is open
     */
    long advance(Agents agents, Frontier frontier) {
        if (stale || (holder != null && isBehind(least, frontier))) {
            look(agents, frontier);
        }
        if (!held) {
            value = Frames.NO_TIME;
            return Long.MAX_VALUE;
        }
        if (holder != null) {
            value = Math.max(value, least);
        }
        return value;
    }

    /** Finds the least mark. What is behind holds nobody. */
    void look(Agents agents, Frontier frontier) {
        stale = false;
        held = false;
        holder = null;
        holdingSource = null;
        least = Frames.NO_TIME;
        for (Agent agent : agents.all()) {
            if (agent.live) {
                look(agent, frontier);
            }
        }
    }

    private void look(Agent agent, Frontier frontier) {
        boolean open = false;
        for (Source source : agent.sources.values()) {
            if (source.unclosed > 0) {
                open = true;
                consider(source.mark, agent, source, frontier);
            }
        }
        if (!open && agent.come) {
            consider(agent.ownMark(), agent, null, frontier);
        }
    }

    private void consider(long mark, Agent agent, @Nullable Source source, Frontier frontier) {
        held = true;
        if (!isBehind(mark, frontier) && (holder == null || mark < least)) {
            least = mark;
            holder = agent;
            holdingSource = source;
        }
    }

    static boolean isBehind(long mark, Frontier frontier) {
        return frontier.e != Frames.NO_TIME && mark <= frontier.e;
    }

    @Nullable
    Agent holder() {
        return holder;
    }

    @Nullable
    Source holdingSource() {
        return holdingSource;
    }
}
