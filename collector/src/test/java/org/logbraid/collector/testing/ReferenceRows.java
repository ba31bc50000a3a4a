package org.logbraid.collector.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.logbraid.common.frame.StampUnit;

/** What {@link ReferenceState} remembers. Plain values. */
final class ReferenceRows {
    private static final long NONE = Long.MIN_VALUE;

    private ReferenceRows() {}

    /** A line with its event time. */
    record Line(long e, Generation of, long place, String text) {}

    /** A generation; arrays of one are what changes. */
    record Generation(
            long id,
            Source source,
            long number,
            long[] end,
            boolean[] closed,
            boolean[] gone,
            ReferenceAccount account) {}

    /** A source. */
    static final class Source {
        final Agent agent;
        final byte[] path;
        final List<Generation> rows = new ArrayList<>();
        long opened;
        long lastE = NONE;
        long lastPromise = NONE;
        long mark = NONE;
        StampUnit unit = StampUnit.SECONDS;
        boolean excepted;

        Source(Agent agent, byte[] path) {
            this.agent = agent;
            this.path = path;
        }

        boolean unclosed() {
            return rows.stream().anyMatch(row -> !row.closed[0]);
        }

        void promise(long time) {
            if (time != NONE) {
                lastPromise = Math.max(lastPromise, unit.floor(time));
                mark = Math.max(mark, unit.floor(time));
            }
        }
    }

    /** An agent. */
    static final class Agent {
        final byte[] key;
        final List<Source> sources = new ArrayList<>();
        long session;
        long accepted;
        int round;
        boolean live;
        boolean come;
        boolean promised;
        long promise = NONE;

        Agent(String name) {
            key = name.getBytes(StandardCharsets.UTF_8);
        }
    }
}
