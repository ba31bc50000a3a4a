package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.chronicle.CycleFiles.CycleFile;

/**
 * Walks over one cycle's file and checks every excerpt, without Chronicle: it has to work on a file of which nothing is
 * known yet, and at the speed of the memory. Needs to know of Chronicle's format that every document begins with four
 * bytes (two flags and the length) at a place divisible by four.
 *
 * <p>Not thread-safe: belongs to the thread that opens the journal.
 */
final class CycleScan {
    /** Gets each good excerpt in turn. */
    interface Sink {
        void excerpt(Excerpt excerpt, int sequence) throws IOException;
    }

    /**
     * Where a file could not be read on.
     *
     * @param position place of the bad document in the file
     * @param reason what is wrong with it
     * @param goodBehind whether whole excerpts of the same cycle stand behind it
     * @param commitBehind greatest commit index that these name, or 0
     * @param syncedBehind newest entry that the disk had, as these say, or 0
     * @param unwritten whether pages of it were never written: what a power cut does to what was not synced
     */
    record Break(
            long position,
            String reason,
            boolean goodBehind,
            long commitBehind,
            long syncedBehind,
            boolean unwritten) {}

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META = 0x4000_0000;
    private static final int LENGTH = 0x3fff_ffff;
    private static final int END_OF_FILE = NOT_COMPLETE | META;
    private static final int PAGE_BYTES = 4_096;

    private final Excerpt excerpt = new Excerpt();
    private long endedAt;

    /** Walks over a file; answers where that ended before its time, or null. */
    @Nullable
    Break scan(CycleFile file, Sink sink) throws IOException {
        try (ScannedFile bytes = ScannedFile.open(file.path())) {
            return walk(bytes, file, sink);
        }
    }

    /** The place behind the last document that could be read in the last walk: so much its file holds. */
    long endedAt() {
        return endedAt;
    }

    /** Whether a file was being made when the machine stopped: its first document is not there, and nothing is behind. */
    boolean neverFinished(CycleFile file) throws IOException {
        try (ScannedFile bytes = ScannedFile.open(file.path())) {
            int first = bytes.size() < Integer.BYTES ? 0 : bytes.intAt(0);
            if (first != 0 && (first & NOT_COMPLETE) == 0) {
                return false;
            }
        }
        Break broken = scan(file, (ignored, sequence) -> {});
        return broken == null || !broken.goodBehind();
    }

    private @Nullable Break walk(ScannedFile bytes, CycleFile file, Sink sink) throws IOException {
        long position = 0;
        int sequence = 0;
        endedAt = 0;
        while (position <= bytes.size() - Integer.BYTES) {
            int head = bytes.intAt(position);
            if (head == END_OF_FILE) {
                return null;
            }
            int length = head & LENGTH;
            boolean fits = length <= bytes.size() - position - Integer.BYTES;
            if (head == 0 || (head & NOT_COMPLETE) != 0 || !fits) {
                String reason = head == 0 ? "nothing stands there" : "it is not complete";
                return broken(bytes, file, position, position + Integer.BYTES, reason, head == 0);
            }
            if ((head & META) == 0) {
                String wrong = excerpt.check(bytes, position + Integer.BYTES, length, file.cycle(), sequence);
                if (wrong != null) {
                    return broken(bytes, file, position, position + Integer.BYTES + length, wrong, false);
                }
                if (excerpt.otherVersion()) {
                    throw newer(file, excerpt.version());
                }
                sink.excerpt(excerpt, sequence);
                sequence++;
            }
            position = (position + Integer.BYTES + length + 3) & ~3L;
            endedAt = position;
        }
        return null;
    }

    static IOException newer(CycleFile file, int version) {
        return new IOException("the journal was written in format " + version + ", this program reads format "
                + Excerpt.VERSION + ": start the version that wrote it: path=" + file.path());
    }

    /** A break of which nothing is known behind it is a file's ordinary end, when also nothing was begun. */
    private @Nullable Break broken(
            ScannedFile bytes, CycleFile file, long position, long end, String reason, boolean plainEnd)
            throws IOException {
        boolean goodBehind = false;
        boolean anything = !plainEnd;
        long commitBehind = 0;
        long syncedBehind = 0;
        for (long at = position + Integer.BYTES; at <= bytes.size() - Excerpt.HEADER_BYTES; at += Integer.BYTES) {
            int word = bytes.intAt(at);
            anything |= word != 0 && word != END_OF_FILE;
            if (word == Excerpt.MAGIC) {
                int length = bytes.intAt(at - Integer.BYTES) & LENGTH;
                if (length <= bytes.size() - at && excerpt.check(bytes, at, length, file.cycle(), -1) == null) {
                    goodBehind = true;
                    commitBehind = Math.max(commitBehind, excerpt.commitIndex());
                    syncedBehind = Math.max(syncedBehind, excerpt.syncedIndex());
                    at += (length - 1) & ~3;
                }
            }
        }
        if (!anything) {
            return null;
        }
        boolean unwritten = plainEnd || hasEmptyPage(bytes, position, end);
        return new Break(position, reason, goodBehind, commitBehind, syncedBehind, unwritten);
    }

    private static boolean hasEmptyPage(ScannedFile bytes, long from, long to) throws IOException {
        long page = (from + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        for (; page + PAGE_BYTES <= to; page += PAGE_BYTES) {
            long at = page;
            while (at < page + PAGE_BYTES && bytes.intAt(at) == 0) {
                at += Integer.BYTES;
            }
            if (at == page + PAGE_BYTES) {
                return true;
            }
        }
        return false;
    }
}
