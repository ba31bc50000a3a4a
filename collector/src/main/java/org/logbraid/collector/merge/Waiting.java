package org.logbraid.collector.merge;

import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.StampUnit;

/**
 * The lines of one DATA slice that wait: a position in the journal, not bytes.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Waiting {
    final Block block;
    /** Where its line lengths begin, counted from the frame's first slice. */
    final int lengthsAt;

    final int lengthsBytes;
    final int timesBytes;
    final boolean untimed;
    final StampUnit unit;
    final int lines;
    final int blockOffset;
    /** Lines already handed out. */
    int taken;
    /** e of the first line that waits. */
    long nextE;

    Waiting(
            Block block,
            int lengthsAt,
            int lengthsBytes,
            int timesBytes,
            boolean untimed,
            StampUnit unit,
            int lines,
            int blockOffset) {
        this.block = block;
        this.lengthsAt = lengthsAt;
        this.lengthsBytes = lengthsBytes;
        this.timesBytes = timesBytes;
        this.untimed = untimed;
        this.unit = unit;
        this.lines = lines;
        this.blockOffset = blockOffset;
    }

    /** The slice that the reader stands on. */
    static Waiting of(Block block, FrameReader slice) {
        return new Waiting(
                block,
                slice.lengthsPlace() - slice.metaPlace(),
                slice.lengthsBytes(),
                slice.timesBytes(),
                slice.untimed(),
                slice.unit(),
                slice.lines(),
                slice.blockOffset());
    }
}
