package org.logbraid.agent.tail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generations that may have something to do, in the order of sources and generations, as of the last look: what is
 * read next of them, and what is still to be read.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Agenda {
    private final Generations generations;
    private final List<Generation> busy = new ArrayList<>();

    Agenda(Generations generations) {
        this.generations = generations;
    }

    /** Files have been looked at, or frames have become void. */
    void refresh() {
        busy.clear();
        for (Source source : generations.sources()) {
            for (Generation generation : source.generations) {
                if (!generation.isCloseFramed()
                        && (generation.hasMore()
                                || !generation.isOpenFramed()
                                || generation.rotated
                                || generation.lost)) {
                    busy.add(generation);
                }
            }
        }
    }

    /** Everything on it; stays as it is until the next {@link #refresh}. */
    List<Generation> all() {
        return busy;
    }

    /** Time-fair: of all that can be read, the source whose last line is the oldest. */
    @Nullable
    Generation next() {
        Generation best = null;
        Source blocked = null;
        for (Generation generation : busy) {
            if (generation.source == blocked || !isReadable(generation)) {
                continue;
            }
            blocked = generation.source;
            if (best == null || generation.source.lastTime < best.source.lastTime) {
                best = generation;
            }
        }
        return best;
    }

    /** Whether anything can be read before the next look. */
    boolean hasReadable() {
        return next() != null;
    }

    static boolean isReadable(Generation generation) {
        return generation.isOpenFramed() && !generation.lost && generation.hasMore() && !generation.isUnfinished();
    }

    /** Whether a file that was found is not in the log yet: nothing can be promised for it. */
    boolean hasUnopened() {
        for (Generation generation : busy) {
            if (!generation.isOpenFramed() && generation.isWorthOpening()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Generations that were not read to their end at the last look; an unfinished line counts as not read for a while.
     *
     * @param nowNanos by the monotonic clock
     * @param patienceNanos how long an unfinished line may still be finished
     */
    List<Long> notRead(long nowNanos, long patienceNanos) {
        List<Long> notRead = new ArrayList<>();
        for (Generation generation : busy) {
            boolean behind = generation.hasMore()
                    && !(generation.isUnfinished() && nowNanos - generation.grewAtNanos >= patienceNanos);
            if (behind && generation.isOpenFramed()) {
                notRead.add(generation.id);
            }
        }
        return List.copyOf(notRead);
    }
}
