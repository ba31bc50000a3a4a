package org.logbraid.agent.tail;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.Resume;

/**
 * Tells copies that rotation makes of a followed file from new files, so that no line is read twice when a glob names the
 * copies too.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Copies {
    /** A head shorter than this, a line with its stamp, is no proof where the tail cannot be compared. */
    private static final int LEAST_HEAD_BYTES = 64;

    /** As above where the file itself is there and has other bytes: it was cut, so that a copy is to be expected. */
    private static final int LEAST_HEAD_OF_CUT_BYTES = 32;

    private static final int COMPARED_BYTES = 4_096;

    private final OpenFiles files;
    private final Content content;
    private final Generations generations;
    private final Siblings siblings;
    private final Map<Fingerprint, Long> known = new HashMap<>();
    private final byte[] ofOriginal = new byte[COMPARED_BYTES];
    private final byte[] ofCopy = new byte[COMPARED_BYTES];

    Copies(OpenFiles files, Content content, Generations generations, Siblings siblings) {
        this.files = files;
        this.content = content;
        this.generations = generations;
        this.siblings = siblings;
    }

    /**
     * How much of a file that no generation names, from its beginning on, is that of one that is, or was, followed beside
     * it: all of it when it is a copy, 0 when it is another.
     */
    long copied(Found found, DiskFile file) throws IOException {
        long size = file.size();
        Long sizeThen = known.get(found.identity());
        if (size == 0 || (sizeThen != null && sizeThen == size)) {
            return size;
        }
        long copied = copiedNow(found, file, size);
        if (copied == size) {
            known.put(found.identity(), size);
        } else {
            known.remove(found.identity());
        }
        return copied;
    }

    private long copiedNow(Found found, DiskFile file, long size) throws IOException {
        long most = 0;
        byte[] bytes = found.bytes().bytes();
        for (int length = bytes.length - 1; length > 1 && bytes[length] != '/'; length--) {
            var original = new PathKey(Arrays.copyOf(bytes, length));
            if (Siblings.suffix(original, found.bytes()) == null) {
                continue;
            }
            Source source = generations.known(original);
            if (source != null) {
                for (Generation generation : source.generations) {
                    most = Math.max(most, generation.isOpenFramed() ? copiedOf(generation, file, size) : 0);
                }
            }
            for (Generations.Finished finished : generations.history(original)) {
                most = Math.max(most, copiedOf(finished, file, size));
                if (most == size) {
                    return size;
                }
            }
        }
        return most;
    }

    private long copiedOf(Generation generation, DiskFile file, long size) throws IOException {
        Resume resume = generation.framedResume();
        long framed = generation.framed();
        DiskFile original = generation.lost ? null : files.of(generation);
        if (original != null && size > 0 && isBeginningOf(file, original, size)) {
            return size;
        }
        boolean isAsItWas = original != null
                && generation.identity.equals(generation.fingerprint)
                && resume.tailBytes() > 0
                && content.matches(original, resume, framed);
        int least = least(siblings.byIdentity(generation.source.path, generation.fingerprint));
        if (isAsItWas || !isKnown(resume, framed, file, size, least)) {
            return 0;
        }
        return resume.tailBytes() > 0 ? size : copiedOf(resume, framed, size, least); // the rest is still to be read
    }

    private long copiedOf(Generations.Finished finished, DiskFile file, long size) throws IOException {
        Resume resume = finished.resume();
        Found stands = siblings.byIdentity(finished.path(), finished.file());
        int least = least(stands);
        if (!isKnown(resume, finished.end(), file, size, least)) {
            return 0;
        }
        try (@Nullable DiskFile original = stands == null ? null : files.open(stands.path(), stands.identity())) {
            if (original != null && resume.tailBytes() > 0 && content.matches(original, resume, finished.end())) {
                return isBeginningOf(file, original, size) ? size : 0;
            }
        } catch (IOException e) {
            // it cannot be read just now: nothing but what is known of it tells
        }
        return copiedOf(resume, finished.end(), size, least);
    }

    private static int least(@Nullable Found stands) {
        return stands == null ? LEAST_HEAD_BYTES : LEAST_HEAD_OF_CUT_BYTES;
    }

    /** What the log has of a file that begins alike: where more follows, that may be another's, or what a gap names. */
    private static long copiedOf(Resume resume, long end, long size, int least) {
        long inLog = resume.tailBytes() > 0 ? end : resume.headBytes();
        if (size <= inLog || (resume.tailBytes() == 0 && inLog == Frames.MAX_HEAD_BYTES)) {
            return size; // or a gap of which it is not known where it begins
        }
        return inLog >= least ? inLog : 0;
    }

    /** Whether a file begins as one did of which nothing but this is known any more. */
    private boolean isKnown(Resume resume, long end, DiskFile file, long size, int least) throws IOException {
        if (resume.tailBytes() > 0 && size >= end) {
            return content.matches(file, resume, end);
        }
        return Math.min(size, resume.headBytes()) >= least && content.beginsAlike(file, resume);
    }

    private boolean isBeginningOf(DiskFile copy, DiskFile original, long size) throws IOException {
        return same(original, copy, 0, size) && same(original, copy, size, size);
    }

    /** Whether both have the same bytes before an offset, as far as is worth comparing; at 0: behind it. */
    private boolean same(DiskFile original, DiskFile copy, long offset, long size) throws IOException {
        int length = (int) Math.min(COMPARED_BYTES, size);
        long from = offset == 0 ? 0 : offset - length;
        return original.read(ofOriginal, 0, length, from) == length
                && copy.read(ofCopy, 0, length, from) == length
                && Arrays.equals(ofOriginal, 0, length, ofCopy, 0, length);
    }

    /** Forgets what was found out: what is in the log has changed. */
    void refresh() {
        known.clear();
    }
}
