package org.logbraid.collector.journal.chronicle;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known of each cycle's file and cannot be asked of the file system: how much it holds, for its length is mostly a
 * hole, and the log time of its newest entry.
 *
 * <p>Not thread-safe: belongs to the thread that appends.
 */
final class CycleLedger {
    /** Of a cycle without entries: it may go as far as its age is asked. */
    static final long NO_ENTRY = Long.MIN_VALUE / 2;

    private record Row(long bytes, long newestNanos) {
        static final Row EMPTY = new Row(0, NO_ENTRY);
    }

    private final Map<Integer, Row> rows = new HashMap<>();

    private Row row(int cycle) {
        return rows.getOrDefault(cycle, Row.EMPTY);
    }

    /**
     * Notes what a cycle has come to.
     *
     * @param bytes that its file holds
     * @param newestNanos log time of its newest entry, or {@link #NO_ENTRY}
     */
    void note(int cycle, long bytes, long newestNanos) {
        rows.put(cycle, new Row(bytes, newestNanos));
    }

    long bytes(int cycle) {
        return row(cycle).bytes;
    }

    long newestNanos(int cycle) {
        return row(cycle).newestNanos;
    }

    /** Its file is deleted. */
    void forget(int cycle) {
        rows.remove(cycle);
    }
}
