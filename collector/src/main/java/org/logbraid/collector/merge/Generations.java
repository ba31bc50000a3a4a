package org.logbraid.collector.merge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.CloseReason;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;

/**
 * The rows of all generations by their ids, and the rule which slices fit to them.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Generations {
    private final Map<Long, Generation> byId = new HashMap<>();
    /** Ends of generations that the frame in hand opens. */
    private final Map<Long, Long> opening = new HashMap<>();

    private long checks;

    @Nullable
    Generation get(long id) {
        return byId.get(id);
    }

    /** The row of a slice that {@link #fits}. */
    Generation of(FrameReader slice) {
        Generation generation = byId.get(slice.generation());
        if (generation == null) {
            throw new IllegalStateException("a slice of an unknown generation was accepted");
        }
        return generation;
    }

    void put(Generation generation) {
        byId.put(generation.id, generation);
    }

    /** Whether every slice of a frame begins exactly where its generation ends. Leaves the reader rewound. */
    boolean fits(Agent agent, FrameReader frame) throws MalformedException {
        checks++;
        opening.clear();
        boolean fits = true;
        while (fits && frame.next()) {
            fits = fitsSlice(agent, frame);
        }
        frame.rewind();
        return fits;
    }

    private boolean fitsSlice(Agent agent, FrameReader slice) {
        long id = slice.generation();
        Long opened = opening.get(id);
        @Nullable Generation known = byId.get(id);
        return switch (slice.kind()) {
            case OPEN -> {
                boolean isNew = id != 0 && known == null && opened == null;
                opening.put(id, slice.start());
                yield isNew;
            }
            case DATA, GAP -> known == null ? goesOn(id, opened, slice, false) : goesOn(agent, known, slice, false);
            case CLOSE -> known == null ? goesOn(id, opened, slice, true) : goesOn(agent, known, slice, true);
        };
    }

    private boolean goesOn(long id, @Nullable Long end, FrameReader slice, boolean closes) {
        boolean fits = end != null && end == slice.start();
        opening.put(id, closes ? -1L : slice.end());
        return fits;
    }

    private boolean goesOn(Agent agent, Generation known, FrameReader slice, boolean closes) {
        if (known.checkedIn != checks) {
            known.checkedIn = checks;
            known.checkedEnd = known.end;
            known.checkedClosed = known.closed;
        }
        boolean fits = known.source.agent == agent && !known.checkedClosed && known.checkedEnd == slice.start();
        known.checkedEnd = slice.end();
        known.checkedClosed = closes;
        return fits;
    }

    /** Applies an OPEN: the source is open from here on, and begins with its agent's last promise. */
    void open(Source source, FrameReader slice) {
        if (source.unclosed == 0) {
            source.excepted = false;
            source.promise(source.agent.promise);
        }
        var generation = new Generation(slice.generation(), source, source.opened, slice.fingerprint(), slice.start());
        source.opened++;
        source.unclosed++;
        source.generations.add(generation);
        byId.put(generation.id, generation);
    }

    /** Applies a CLOSE. */
    void close(Generation generation, CloseReason reason, long logTime) {
        generation.closed = true;
        generation.gone = reason == CloseReason.GONE;
        generation.closedAt = logTime;
        generation.source.unclosed--;
    }

    /**
     * Drops rows. One of an agent that is there is kept unless its file is gone: the agent would send it again from its
     * beginning.
     */
    void forget(List<Long> ids) {
        for (Long id : ids) {
            @Nullable Generation generation = byId.get(id);
            if (generation != null && (generation.gone || !generation.source.agent.live)) {
                byId.remove(id);
                generation.forgotten = true;
                if (!generation.closed) {
                    generation.source.unclosed--;
                }
                dropIfForgotten(generation);
            }
        }
    }

    /** A forgotten generation stays as long as its lines wait. */
    static void dropIfForgotten(Generation generation) {
        if (generation.forgotten && generation.queue == null) {
            generation.source.generations.remove(generation);
        }
    }
}
