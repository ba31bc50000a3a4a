package org.logbraid.collector.journal.chronicle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.openhft.chronicle.queue.ExcerptTailer;

/**
 * Tailers of one reader, one for each cycle that was read in lately: a tailer that goes to and fro between two cycles maps and
 * unmaps their files each time. One that was not used for some reads is closed, for it holds the file of its cycle.
 *
 * <p>Not thread-safe: belongs to its reader.
 */
final class CycleTailers {
    private static final int MOST = 4;
    private static final int READS_UNTIL_CLOSED = 64;

    private final Supplier<ExcerptTailer> open;
    private final List<CycleTailer> tailers = new ArrayList<>(MOST);
    private long reads;

    /** A tailer, and where it stands. */
    static final class CycleTailer {
        final int cycle;
        final ExcerptTailer tailer;
        /** Position that it reads next; -1 when that is not known. */
        long next = -1;

        private long readAt;

        private CycleTailer(int cycle, ExcerptTailer tailer) {
            this.cycle = cycle;
            this.tailer = tailer;
        }
    }

    CycleTailers(Supplier<ExcerptTailer> open) {
        this.open = open;
    }

    /** The one for a cycle. */
    CycleTailer of(int cycle) {
        reads++;
        CycleTailer found = null;
        CycleTailer oldest = null;
        for (CycleTailer each : tailers) {
            if (each.cycle == cycle) {
                found = each;
            } else if (oldest == null || each.readAt < oldest.readAt) {
                oldest = each;
            }
        }
        if (oldest != null
                && (reads - oldest.readAt > READS_UNTIL_CLOSED || (found == null && tailers.size() == MOST))) {
            oldest.tailer.close();
            tailers.remove(oldest);
        }
        if (found == null) {
            ExcerptTailer tailer = open.get();
            tailer.singleThreadedCheckDisabled(true);
            found = new CycleTailer(cycle, tailer);
            tailers.add(found);
        }
        found.readAt = reads;
        return found;
    }

    void close() {
        tailers.forEach(each -> each.tailer.close());
        tailers.clear();
    }
}
