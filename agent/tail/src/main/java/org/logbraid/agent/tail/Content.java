package org.logbraid.agent.tail;

import java.io.IOException;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.ContentHash;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.HeadDigest;
import org.logbraid.common.frame.Resume;

/**
 * Compares files with what is known of them.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Content {
    private final byte[] buffer = new byte[Frames.MAX_TAIL_BYTES];

    /** Whether the bytes before an offset are those that are known; a file that is shorter never has them. */
    boolean matches(DiskFile file, Resume resume, long end) throws IOException {
        return file.size() >= end
                && hash(file, 0, resume.headBytes(), resume.headHash())
                && hash(file, end - resume.tailBytes(), resume.tailBytes(), resume.tailHash());
    }

    /** Whether the file begins with the head that is known. */
    boolean beginsWith(DiskFile file, Resume resume) throws IOException {
        return hash(file, 0, resume.headBytes(), resume.headHash());
    }

    /** Whether the file and the head that is known begin alike, as far as the shorter of them goes. */
    boolean beginsAlike(DiskFile file, Resume resume) throws IOException {
        if (file.size() >= resume.headBytes()) {
            return beginsWith(file, resume);
        }
        int length = file.read(buffer, 0, Frames.MAX_HEAD_BYTES, 0);
        return HeadDigest.of(buffer, length).agreesWith(resume.headDigest());
    }

    private boolean hash(DiskFile file, long from, int length, long expected) throws IOException {
        return length == 0
                || (from >= 0
                        && file.read(buffer, 0, length, from) == length
                        && ContentHash.of(buffer, 0, length) == expected);
    }

    /** What stands at the beginning of a file now. */
    Resume head(DiskFile file) throws IOException {
        int length = file.read(buffer, 0, Frames.MAX_HEAD_BYTES, 0);
        return new Resume(length, ContentHash.of(buffer, 0, length), HeadDigest.of(buffer, length), 0, 0);
    }

    /** What the bytes before an offset look like. */
    Resume before(DiskFile file, long end) throws IOException {
        int head = (int) Math.min(end, Frames.MAX_HEAD_BYTES);
        int headRead = file.read(buffer, 0, head, 0);
        long headHash = ContentHash.of(buffer, 0, headRead);
        HeadDigest headDigest = HeadDigest.of(buffer, headRead);
        int tail = (int) Math.min(end, Frames.MAX_TAIL_BYTES);
        int tailRead = file.read(buffer, 0, tail, end - tail);
        return headRead < head || tailRead < tail
                ? Resume.NONE
                : new Resume(head, headHash, headDigest, tail, ContentHash.of(buffer, 0, tail));
    }

    /** Offset behind the last newline before an offset; 0 when there is none. */
    long lineStartBefore(DiskFile file, long offset) throws IOException {
        long end = offset;
        while (end > 0) {
            int length = (int) Math.min(end, buffer.length);
            int read = file.read(buffer, 0, length, end - length);
            for (int i = read - 1; i >= 0; i--) {
                if (buffer[i] == '\n') {
                    return end - length + i + 1;
                }
            }
            end -= length;
        }
        return 0;
    }
}
