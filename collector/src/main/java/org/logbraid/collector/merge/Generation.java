package org.logbraid.collector.merge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.wire.GenerationRow;

/**
 * One incarnation of a source's file.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Generation {
    final long id;
    final Source source;
    final long number;
    final Fingerprint fingerprint;
    final long start;
    long end;
    boolean closed;
    /** Whether it was closed because its file cannot be found any more. */
    boolean gone;
    /** Log time of its CLOSE. */
    long closedAt;

    Resume resume = Resume.NONE;
    /** Whether its row was dropped while lines of it still wait. */
    boolean forgotten;
    /** Its lines that wait, or null. */
    @Nullable
    GenerationQueue queue;

    /** Where it will end, and whether it will be closed, if the frame in hand is accepted. */
    long checkedIn;

    long checkedEnd;
    boolean checkedClosed;

    Generation(long id, Source source, long number, Fingerprint fingerprint, long start) {
        this.id = id;
        this.source = source;
        this.number = number;
        this.fingerprint = fingerprint;
        this.start = start;
        this.end = start;
    }

    GenerationRow row() {
        return new GenerationRow(id, source.path, number, fingerprint, start, end, closed, resume);
    }

    /** Compares all of a key but e and the offset (T1). */
    int compareKey(byte[] otherAgent, byte[] otherPath, long otherNumber) {
        int order = Arrays.compareUnsigned(source.agent.key, otherAgent);
        if (order == 0) {
            order = Arrays.compareUnsigned(source.path, otherPath);
        }
        return order == 0 ? Long.compare(number, otherNumber) : order;
    }
}
