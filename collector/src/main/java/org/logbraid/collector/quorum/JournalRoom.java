package org.logbraid.collector.quorum;

import java.io.IOException;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the journal has room: when an append is worth another try, and what the operator hears of it.
 *
 * <p>{@link #isFull} is safe for all threads, the rest belongs to {@code collector-quorum}.
 */
final class JournalRoom {
    private static final Logger log = LoggerFactory.getLogger(JournalRoom.class);
    private static final long TRY_AGAIN_NANOS = 100_000_000;

    /** A journal that has made room for itself by then has not waited for anybody. */
    private static final long SAY_NANOS = 1_000_000_000;

    private final Journal journal;
    private volatile boolean full;
    private boolean saidFull;
    private long fullSinceNanos;
    private long framesAgainNanos;
    private long othersAgainNanos;

    JournalRoom(Journal journal, long now) {
        this.journal = journal;
        this.framesAgainNanos = now;
        this.othersAgainNanos = now;
    }

    boolean isFull() {
        return full;
    }

    boolean mayTryFrames(long now) {
        return now - framesAgainNanos >= 0;
    }

    boolean mayTryOthers(long now) {
        return now - othersAgainNanos >= 0;
    }

    /** An append found none. */
    void none(EntryType type, JournalFullException e, long releasedIndex, long now) throws IOException {
        if (type == EntryType.FRAME) {
            framesAgainNanos = now + TRY_AGAIN_NANOS;
        } else {
            othersAgainNanos = now + TRY_AGAIN_NANOS;
        }
        journal.release(releasedIndex); // what is kept beyond what is needed makes way
        if (!full) {
            full = true;
            fullSinceNanos = now;
        } else if (!saidFull && now - fullSinceNanos >= SAY_NANOS) {
            saidFull = true;
            log.warn("the disk is full, agents wait until there is room for the journal: {}", e.getMessage());
        }
    }

    /** An append found some. */
    void some(long index) {
        full = false;
        if (saidFull) {
            saidFull = false;
            log.warn("there is room for the journal again, it goes on: index={}", index);
        }
    }
}
