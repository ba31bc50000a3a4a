package org.logbraid.collector.merge;

import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.LineCursor;
import org.logbraid.common.frame.MalformedException;

/**
 * Gives the lines of a slice their event times e (T1, T8, T9), as they are applied. Made once and reused.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class EventTimes {
    private final LineCursor cursor = new LineCursor();
    private long lastE;
    private long waitingE;
    private int lateLines;
    private int lateBytes;
    private int raised;
    private int future;

    /**
     * Walks over a slice with at least one line.
     *
     * @param latest log time plus skew
     * @param lateBelow lines below this e are late; they are always the first ones of the slice
     */
    void compute(FrameReader slice, Source source, long logTime, long latest, long lateBelow)
            throws MalformedException {
        future = 0;
        lateLines = 0;
        lateBytes = 0;
        cursor.reset(slice);
        cursor.next();
        long first = Math.max(base(slice, source.lastE, logTime, latest), source.lastE);
        raised = source.lastPromise > first ? 1 : 0;
        long e = Math.max(first, source.lastPromise);
        while (e < lateBelow) {
            lateLines++;
            lateBytes += cursor.length();
            if (!cursor.next()) {
                lastE = e;
                return;
            }
            e = Math.max(e, counted(cursor.time(), logTime, latest));
        }
        waitingE = e;
        while (cursor.next()) {
            e = Math.max(e, counted(cursor.time(), logTime, latest));
        }
        lastE = e;
    }

    /** What counts as the first line's time; of all others without a time, the line before is the greatest. */
    private long base(FrameReader slice, long before, long logTime, long latest) throws MalformedException {
        if (slice.untimed()) {
            return logTime;
        }
        if (cursor.time() != Frames.NO_TIME) {
            return counted(cursor.time(), logTime, latest);
        }
        if (before != Frames.NO_TIME) {
            return before;
        }
        long readable = firstReadable(slice);
        return readable == Frames.NO_TIME || readable > latest ? logTime : readable;
    }

    private long firstReadable(FrameReader slice) throws MalformedException {
        var ahead = new LineCursor();
        ahead.reset(slice);
        while (ahead.next()) {
            if (ahead.time() != Frames.NO_TIME) {
                return ahead.time();
            }
        }
        return Frames.NO_TIME;
    }

    private long counted(long time, long logTime, long latest) {
        if (time > latest) {
            future++;
            return logTime;
        }
        return time;
    }

    /** e of the slice's last line. */
    long lastE() {
        return lastE;
    }

    /** e of the first line that is not late; valid when there is one. */
    long waitingE() {
        return waitingE;
    }

    int lateLines() {
        return lateLines;
    }

    int lateBytes() {
        return lateBytes;
    }

    /** 1 when the source's last promise made the first line's e greater than the others did, else 0. */
    int raised() {
        return raised;
    }

    /** Lines stamped later than log time and skew. */
    int future() {
        return future;
    }
}
