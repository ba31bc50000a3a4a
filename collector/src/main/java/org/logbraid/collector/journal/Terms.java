package org.logbraid.collector.journal;

import java.util.ArrayList;
import java.util.List;

/**
 * The term of each entry of a journal: a row for each term, of which there are few.
 *
 * <p>Not thread-safe: belongs to the thread that appends.
 */
public final class Terms {
    /** What is answered for an entry that is not there, or no longer. */
    public static final long UNKNOWN = -1;

    private record Stretch(long firstIndex, long term) {}

    private final List<Stretch> stretches = new ArrayList<>();
    private long lastIndex;

    /** An entry was appended. */
    public void appended(long index, long term) {
        if (stretches.isEmpty() || newest().term != term) {
            stretches.add(new Stretch(index, term));
        }
        lastIndex = index;
    }

    private Stretch newest() {
        return stretches.get(stretches.size() - 1);
    }

    /** Entries from an index on are taken back. */
    public void cutFrom(long index) {
        while (!stretches.isEmpty() && newest().firstIndex >= index) {
            stretches.remove(stretches.size() - 1);
        }
        lastIndex = Math.min(lastIndex, index - 1);
    }

    /** The term of an entry; 0 of index 0, which stands before all of them; {@link #UNKNOWN} of one that is not there. */
    public long of(long index) {
        if (index == 0) {
            return 0;
        }
        if (index > lastIndex) {
            return UNKNOWN;
        }
        for (int i = stretches.size() - 1; i >= 0; i--) {
            if (stretches.get(i).firstIndex <= index) {
                return stretches.get(i).term;
            }
        }
        return UNKNOWN;
    }

    /**
     * The newest entry at or below an index whose term is at most a given one; 0 when there is none. In a log with that term
     * at that index nothing newer can agree with this one.
     */
    public long newestAtOrBelow(long index, long term) {
        long end = Math.min(index, lastIndex);
        for (int i = stretches.size() - 1; i >= 0; i--) {
            Stretch stretch = stretches.get(i);
            if (stretch.firstIndex <= end) {
                if (stretch.term <= term) {
                    return end;
                }
                end = stretch.firstIndex - 1;
            }
        }
        return stretches.isEmpty() || stretches.get(0).firstIndex <= 1 ? 0 : end;
    }
}
