package org.logbraid.collector.merge;

import java.util.ArrayList;
import java.util.List;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.StampUnit;

/**
 * One followed path of one agent, over all of its generations.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Source {
    final Agent agent;
    final byte[] path;
    /** By number; forgotten ones only as long as lines of theirs wait. */
    final List<Generation> generations = new ArrayList<>();
    /** How many OPENs were applied. */
    long opened;
    /** Generations without a CLOSE. */
    int unclosed;
    /** e of its last line, or {@link Frames#NO_TIME}. */
    long lastE = Frames.NO_TIME;
    /** Its last promise, rounded down, or {@link Frames#NO_TIME}. */
    long lastPromise = Frames.NO_TIME;
    /** Its mark (T2), or {@link Frames#NO_TIME}: least of all. */
    long mark = Frames.NO_TIME;

    StampUnit resolution = StampUnit.SECONDS;
    /** Whether its agent's last promise excepted it. */
    boolean excepted;
    /** Place among all sources; valid once {@link Agents#rank} was called after the last new source. */
    int rank;

    Source(Agent agent, byte[] path) {
        this.agent = agent;
        this.path = path;
    }

    /** Whether it may hold the watermark: not closed, and its agent has not ended for good. */
    boolean isOpen() {
        return unclosed > 0 && agent.live;
    }

    /** A promise that does not except this source. */
    void promise(long time) {
        long floored = Agent.floored(time, resolution);
        lastPromise = Math.max(lastPromise, floored);
        mark = Math.max(mark, floored);
    }

    Generation newest() {
        return generations.get(generations.size() - 1);
    }
}
