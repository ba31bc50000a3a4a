package org.logbraid.collector.journal.chronicle;

import java.util.ArrayList;
import java.util.List;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.collector.journal.chronicle.CycleFiles.CycleFile;

/**
 * Which files nobody needs any more, and nobody wants to keep: always the oldest ones, whole.
 *
 * @param settings how much is kept beyond what is needed
 * @param nowNanos wall clock in nanoseconds since the epoch
 */
record Retention(JournalSettings settings, long nowNanos) {
    /**
     * The oldest first. The cycle that is written to is never among them, nor one after a file that stays.
     *
     * @param firstNeeded entries from here on are needed here
     * @param firstWanted entries from here on are needed by other members of the group
     */
    List<CycleFile> deletable(
            List<CycleFile> files,
            PositionMap map,
            CycleLedger ledger,
            int current,
            long firstNeeded,
            long firstWanted) {
        List<CycleFile> unneeded = new ArrayList<>();
        for (CycleFile file : files) {
            if (file.cycle() >= current || !map.endsBelow(file.cycle(), firstNeeded)) {
                break;
            }
            unneeded.add(file);
        }
        long keptBytes = 0;
        int firstKept = unneeded.size();
        while (firstKept > 0) {
            CycleFile file = unneeded.get(firstKept - 1);
            keptBytes += ledger.bytes(file.cycle());
            long age = nowNanos - ledger.newestNanos(file.cycle());
            boolean wanted = keptBytes <= settings.absenceBytes() && !map.endsBelow(file.cycle(), firstWanted);
            boolean retained = keptBytes <= settings.retentionBytes()
                    && age <= settings.retentionAge().toNanos();
            if (!wanted && !retained) {
                break;
            }
            firstKept--;
        }
        return unneeded.subList(0, firstKept);
    }
}
