package org.logbraid.collector.merge;

import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * Counters of the log, the same on every collector.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Totals {
    long lines;
    long late;
    long raised;
    long future;
    long stragglers;
    long gaps;
    long gapBytes;
    long voidFrames;
    long unfinishedLines;
    long longLines;

    MergeView.Counters view() {
        return new MergeView.Counters(
                lines, late, raised, future, stragglers, gaps, gapBytes, voidFrames, unfinishedLines, longLines);
    }

    void write(ByteSink into) {
        into.varint(lines);
        into.varint(late);
        into.varint(raised);
        into.varint(future);
        into.varint(stragglers);
        into.varint(gaps);
        into.varint(gapBytes);
        into.varint(voidFrames);
        into.varint(unfinishedLines);
        into.varint(longLines);
    }

    void read(ByteSource from) throws MalformedException {
        lines = from.varint();
        late = from.varint();
        raised = from.varint();
        future = from.varint();
        stragglers = from.varint();
        gaps = from.varint();
        gapBytes = from.varint();
        voidFrames = from.varint();
        unfinishedLines = from.varint();
        longLines = from.varint();
    }
}
