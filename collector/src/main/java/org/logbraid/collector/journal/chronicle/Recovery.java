package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.DamagedJournalException;
import org.logbraid.collector.journal.Terms;
import org.logbraid.collector.journal.chronicle.CycleFiles.CycleFile;
import org.logbraid.collector.journal.chronicle.CycleScan.Break;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the journal's files hold before Chronicle touches them: the place of every index, the end, and whether
 * something is missing. The end of the newest file may be torn, because a process or a machine stopped while it wrote:
 * that was never acknowledged, and is cut. Anything else that cannot be read was stored and is missing: then the start
 * ends here.
 *
 * <p>Not thread-safe: belongs to the thread that opens the journal.
 */
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private record Pending(CycleFile file, Break broken, long index) {}

    private final Path folder;
    private final CycleScan scan = new CycleScan();
    private final CycleLedger ledger = new CycleLedger();
    private @Nullable Pending pending;
    private boolean firstOfFile;
    private long newestNanos;
    private boolean torn;
    private PositionMap map = PositionMap.EMPTY;
    private final Terms terms = new Terms();
    private long lastIndex;
    private long commitIndex;
    private long syncedIndex;
    private int lastCycle;

    Recovery(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads all files.
     *
     * @throws DamagedJournalException when something is missing that was stored
     */
    void run() throws IOException {
        List<CycleFile> files = CycleFiles.list(folder);
        for (CycleFile file : files) {
            lastCycle = file.cycle();
            firstOfFile = true;
            newestNanos = CycleLedger.NO_ENTRY;
            Break broken = scan.scan(file, (excerpt, sequence) -> take(file, excerpt, sequence));
            ledger.note(file.cycle(), scan.endedAt(), newestNanos);
            if (broken != null) {
                note(file, broken);
            }
        }
        if (pending != null) {
            judgeEnd(pending);
        }
    }

    private void take(CycleFile file, Excerpt excerpt, int sequence) throws IOException {
        if (pending != null && !(firstOfFile && excerpt.isCut() && excerpt.index() <= pending.index())) {
            throw damaged(pending);
        }
        if (excerpt.index() > lastIndex + 1 && !map.isEmpty()) {
            throw new DamagedJournalException("the journal misses entries " + (lastIndex + 1) + " to "
                    + (excerpt.index() - 1) + " before " + file.path()
                    + ": put its missing files back, or start with a new data folder");
        }
        pending = null;
        firstOfFile = false;
        commitIndex = Math.max(commitIndex, excerpt.commitIndex());
        syncedIndex = Math.max(syncedIndex, excerpt.syncedIndex());
        if (excerpt.isCut()) {
            syncedIndex = Math.min(syncedIndex, excerpt.index() - 1); // what the disk had of the entries that were cut
            map = map.cutFrom(excerpt.index());
            terms.cutFrom(excerpt.index());
            lastIndex = excerpt.index() - 1;
        } else {
            map = map.with(excerpt.index(), file.cycle(), sequence);
            terms.cutFrom(excerpt.index());
            terms.appended(excerpt.index(), excerpt.term());
            lastIndex = excerpt.index();
            newestNanos = excerpt.logTimeNanos();
        }
    }

    private void note(CycleFile file, Break broken) throws IOException {
        commitIndex = Math.max(commitIndex, broken.commitBehind());
        syncedIndex = Math.max(syncedIndex, broken.syncedBehind());
        if (pending == null) {
            pending = new Pending(file, broken, lastIndex + 1);
        } else if (broken.goodBehind()) {
            throw damaged(pending);
        }
    }

    private void judgeEnd(Pending end) throws IOException {
        boolean lostPage = end.broken.unwritten();
        if (syncedIndex >= end.index || (end.broken.goodBehind() && !lostPage)) {
            throw damaged(end);
        }
        torn = true;
        log.warn(
                "the journal's end was torn by a stop in mid-write and is cut, nothing acknowledged is lost:"
                        + " index={} path={} position={} reason='{}'",
                end.index,
                end.file.path(),
                end.broken.position(),
                end.broken.reason());
    }

    private DamagedJournalException damaged(Pending at) {
        return new DamagedJournalException("entry " + at.index
                + " of the journal is damaged, and it or entries behind it"
                + " were stored for good: path=" + at.file.path() + " position=" + at.broken.position() + " reason='"
                + at.broken.reason() + "'. Restore the file from a copy, or start with a new data folder: agents send"
                + " again whatever they can still read");
    }

    /** Puts files aside that were being made when the machine stopped; only such as hold nothing. */
    static void setAsideUnready(Path folder) throws IOException {
        for (CycleFile file : CycleFiles.list(folder)) {
            if (new CycleScan().neverFinished(file)) {
                Path aside = file.path().resolveSibling(file.path().getFileName() + ".unfinished");
                Files.move(file.path(), aside, StandardCopyOption.REPLACE_EXISTING);
                log.info("a journal file that was never finished is put aside: path={}", aside);
            }
        }
    }

    boolean torn() {
        return torn;
    }

    PositionMap map() {
        return map;
    }

    Terms terms() {
        return terms;
    }

    long lastIndex() {
        return lastIndex;
    }

    long commitIndex() {
        return Math.min(commitIndex, lastIndex);
    }

    int lastCycle() {
        return lastCycle;
    }

    /** What each cycle holds. */
    CycleLedger ledger() {
        return ledger;
    }
}
