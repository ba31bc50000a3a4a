package org.logbraid.agent.tail;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.Resume;

/**
 * Tells copies that rotation makes of a followed file from new files, so that no line is read twice when a glob names the
 * copies too.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Copies {
    /** A head shorter than this is no proof where the tail cannot be compared. */
    private static final int LEAST_HEAD_BYTES = 256;

    /** As above, of a generation of which a part was lost: a line with its stamp. */
    private static final int LEAST_HEAD_BEHIND_GAP_BYTES = 64;

    private static final int COMPARED_BYTES = 4_096;

    private final OpenFiles files;
    private final Content content;
    private final Generations generations;
    private final Map<Fingerprint, Long> known = new HashMap<>();
    private final byte[] ofOriginal = new byte[COMPARED_BYTES];
    private final byte[] ofCopy = new byte[COMPARED_BYTES];

    Copies(OpenFiles files, Content content, Generations generations) {
        this.files = files;
        this.content = content;
        this.generations = generations;
    }

    /** Whether a file that no generation names is a copy of one that is, or was, followed beside it. */
    boolean isCopy(Found found, DiskFile file) throws IOException {
        Long sizeThen = known.get(found.identity());
        if (sizeThen != null && sizeThen == found.stat().sizeBytes()) {
            return true;
        }
        boolean copy = isCopyNow(found, file);
        if (copy) {
            known.put(found.identity(), found.stat().sizeBytes());
        } else {
            known.remove(found.identity());
        }
        return copy;
    }

    private boolean isCopyNow(Found found, DiskFile file) throws IOException {
        byte[] bytes = found.bytes().bytes();
        for (int length = bytes.length - 1; length > 1 && bytes[length] != '/'; length--) {
            var original = new PathKey(Arrays.copyOf(bytes, length));
            if (Siblings.suffix(original, found.bytes()) == null) {
                continue;
            }
            Source source = generations.known(original);
            if (source != null) {
                for (Generation generation : source.generations) {
                    if (generation.isOpenFramed()
                            && isCopyOf(generation, file, found.stat().sizeBytes())) {
                        return true;
                    }
                }
            }
            for (Generations.Finished finished : generations.history(original)) {
                if (isCopyOf(finished.resume(), finished.end(), file)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isCopyOf(Generation generation, DiskFile file, long size) throws IOException {
        if (isCopyOf(generation.framedResume(), generation.framed(), file)) {
            return true;
        }
        DiskFile original = generation.lost ? null : files.of(generation);
        return original != null && size > 0 && same(original, file, 0, size) && same(original, file, size, size);
    }

    private boolean isCopyOf(Resume resume, long end, DiskFile file) throws IOException {
        if (resume.tailBytes() == 0) { // it ended in a gap, and its copy may lack what the gap names
            return resume.headBytes() >= LEAST_HEAD_BEHIND_GAP_BYTES && content.beginsWith(file, resume);
        }
        if (resume.headBytes() == 0) {
            return false;
        }
        return file.size() >= end
                ? content.matches(file, resume, end)
                : resume.headBytes() >= LEAST_HEAD_BYTES
                        && file.size() >= resume.headBytes()
                        && content.beginsWith(file, resume);
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
