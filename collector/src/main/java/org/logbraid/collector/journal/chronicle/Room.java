package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.common.clock.Clock;

/**
 * Looks how much room the disk has left, before it is used up: a full disk under mapped memory damages what was stored.
 * Looks again after 100 ms or 4 MiB, whichever comes first.
 *
 * <p>Not thread-safe: belongs to the thread that appends.
 */
final class Room {
    private static final long LOOK_AGAIN_NANOS = 100_000_000;
    private static final long LOOK_AGAIN_BYTES = 4 * 1024 * 1024;

    private final Path folder;
    private final FileStore store;
    private final long reserveBytes;
    private final Clock clock;
    private long usableBytes;
    private long usedBytes = LOOK_AGAIN_BYTES;
    private long lookedAtNanos;
    private boolean scarce;

    Room(Path folder, long reserveBytes, Clock clock) throws IOException {
        this.folder = folder;
        this.store = Files.getFileStore(folder);
        this.reserveBytes = reserveBytes;
        this.clock = clock;
    }

    /** Whether there was too little of it at the last look. */
    boolean isScarce() {
        return scarce;
    }

    /**
     * Takes room for an append.
     *
     * @param type of the entry: frames leave all of the reserve, those that may let go of lines half of it, and a quarter stays
     *     for what begins a term
     * @throws JournalFullException when too little would be left
     */
    void take(int bytes, EntryType type) throws IOException {
        long now = clock.monotonicNanos();
        if (usedBytes + bytes > LOOK_AGAIN_BYTES || now - lookedAtNanos >= LOOK_AGAIN_NANOS) {
            usableBytes = store.getUsableSpace();
            usedBytes = 0;
            lookedAtNanos = now;
        }
        long reserve = switch (type) {
            case FRAME -> reserveBytes;
            case TERM, MEMBERS -> reserveBytes / 4;
            default -> reserveBytes / 2;
        };
        scarce = usableBytes - usedBytes - bytes < reserve;
        if (scarce) {
            throw new JournalFullException("less than " + reserve + " bytes of room are left: folder=" + folder);
        }
        usedBytes += bytes;
    }
}
