package org.logbraid.collector.merge;

import org.logbraid.common.frame.Frames;

/**
 * The greatest key written in time order (T2), without its offset: lines of its own generation always lie behind it.
 * Never goes back.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Frontier {
    /** {@link Frames#NO_TIME} before the first line. */
    long e = Frames.NO_TIME;

    byte[] agent = new byte[0];
    byte[] path = new byte[0];
    long number;

    void advance(long newE, Generation generation) {
        e = newE;
        agent = generation.source.agent.key;
        path = generation.source.path;
        number = generation.number;
    }

    /** Lines of this generation with an e below this one are late (T5). */
    long lateBelow(Generation generation) {
        if (e == Frames.NO_TIME) {
            return Frames.NO_TIME;
        }
        return generation.compareKey(agent, path, number) < 0 ? e + 1 : e;
    }
}
