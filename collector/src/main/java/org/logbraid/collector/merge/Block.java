package org.logbraid.collector.merge;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * An accepted frame with lines that wait: where its entry is, and, as long as the cache has room, its bytes.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Block {
    static final Comparator<Block> BY_NEED =
            Comparator.<Block>comparingLong(block -> block.neededAt).thenComparingLong(block -> block.index);

    final long index;
    final long logTime;
    /** Log time plus skew: a later stamp counts as the log time (T8). */
    final long latest;

    final long session;
    final long number;
    /** Slices with lines that wait. */
    int waiting;
    /** Least e of its waiting lines when it was accepted. */
    long neededAt = Long.MAX_VALUE;
    /** The lines, or a window over them, and behind them the slices; null when dropped. */
    byte @Nullable [] bytes;
    /** Which byte of the block of lines stands first in {@link #bytes}; 0 unless it is a window. */
    int windowAt;
    /** Which byte of the block of lines is the first one behind those in {@link #bytes}. */
    int windowEnd;
    /** Where the slices begin in {@link #bytes}. */
    int metaPlace;
    /** How often it was loaded: a cursor from before an unloading is of no use. A window that moves on leaves it valid. */
    int loads;

    Block(long index, long logTime, long latest, long session, long number) {
        this.index = index;
        this.logTime = logTime;
        this.latest = latest;
        this.session = session;
        this.number = number;
    }
}
