package org.logbraid.agent.tail;

import java.io.IOException;
import org.logbraid.agent.batching.FrameBatch;
import org.logbraid.agent.framing.LineBatch;
import org.logbraid.agent.framing.LineFramer;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.ContentHash;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.HeadDigest;
import org.logbraid.common.frame.Resume;

/**
 * Reads the next bytes of a generation, has them cut into lines, and puts these into the frame in hand. Every read begins
 * a little before, with the bytes that are known to stand there: a file that was cut and has grown again is noticed
 * before a byte of it is taken for the old one's.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread. One buffer serves all files.
 */
final class Reader {
    private static final int CHUNK_BYTES = 256 * 1024;

    /** A line's length and time at their longest. */
    private static final int LINE_META_BYTES = 14;

    private final OpenFiles files;
    private final FrameBatch frames;
    private final LineFramer framer;
    private final Clock clock;
    private final LineBatch lines = new LineBatch(LineFramer.LEAST_LINES * 40);
    private final byte[] buffer = new byte[Frames.MAX_TAIL_BYTES + LineFramer.LEAST_RANGE_BYTES];
    private final byte[] head = new byte[Frames.MAX_HEAD_BYTES];

    /** What became of a read. */
    enum Outcome {
        /** Lines went into the frame. */
        TAKEN,
        /** The frame in hand is full. */
        FRAME_FULL,
        /** Nothing can be had before the next look: an unfinished line, or a file out of reach. */
        NOTHING,
        /** The file has other bytes now. */
        CHANGED
    }

    Reader(OpenFiles files, FrameBatch frames, LineFramer framer, Clock clock) {
        this.files = files;
        this.frames = frames;
        this.framer = framer;
        this.clock = clock;
    }

    /**
     * Reads once; only while the frame in hand is open.
     *
     * @param last whether the file is finished, so that an unfinished line is taken too
     */
    Outcome read(Generation generation, boolean last) throws IOException {
        DiskFile file = files.of(generation);
        if (file == null) {
            return nothing(generation);
        }
        Outcome outcome = read(generation, file, CHUNK_BYTES, last);
        if (outcome == Outcome.NOTHING && generation.size - generation.framed() > CHUNK_BYTES) {
            outcome = read(generation, file, LineFramer.LEAST_RANGE_BYTES, last);
        }
        return outcome == Outcome.NOTHING ? nothing(generation) : outcome;
    }

    private static Outcome nothing(Generation generation) {
        generation.unfinishedAt = generation.size;
        return Outcome.NOTHING;
    }

    private Outcome read(Generation generation, DiskFile file, int most, boolean last) throws IOException {
        long framed = generation.framed();
        Resume before = generation.framedResume();
        int known = before.tailBytes();
        int wanted = (int) Math.min(most, generation.size - framed);
        int read = file.read(buffer, 0, known + wanted, framed - known);
        if (read < known || (known > 0 && ContentHash.of(buffer, 0, known) != before.tailHash())) {
            return Outcome.CHANGED;
        }
        if (read < known + wanted || (framed == 0 && !beginsAsItDid(generation.head, read))) {
            return Outcome.CHANGED; // it was as long as that a moment ago, or nothing but its head is known
        }
        if (!generation.framingFollows) {
            framer.resume(generation.framing, file, framed);
            generation.framingFollows = true;
        }
        boolean ends = last && framed + wanted == generation.size;
        framer.frame(
                generation.framing,
                buffer,
                known,
                read,
                ends,
                frames.roomForText(),
                Math.max(0, frames.roomForMeta() / LINE_META_BYTES),
                lines);
        int consumed = lines.consumedBytes();
        if (consumed == 0) {
            return lines.isFull() ? Outcome.FRAME_FULL : Outcome.NOTHING;
        }
        Resume behind = behind(file, before, known, framed + consumed, consumed);
        boolean digestIsKnown = framed > generation.start && behind.headDigest().equals(before.headDigest());
        Resume sent = digestIsKnown ? behind.withoutDigest() : behind;
        var writer = frames.writer();
        writer.beginData(generation.id, framed, lines.unit());
        lines.writeTo(writer);
        writer.endData(framed + consumed, lines.resolution(), lines.newlineAdded(), lines.longLines(), sent);
        frames.add(Made.data(generation, framed + consumed, behind));
        noteTime(generation.source);
        return lines.isFull() ? Outcome.FRAME_FULL : Outcome.TAKEN;
    }

    private boolean beginsAsItDid(Resume opened, int read) {
        int length = opened.headBytes();
        return length == 0 || (length <= read && ContentHash.of(buffer, 0, length) == opened.headHash());
    }

    /** What the bytes before the new end look like. */
    private Resume behind(DiskFile file, Resume before, int known, long end, int consumed) throws IOException {
        int headBytes = before.headBytes();
        long headHash = before.headHash();
        HeadDigest headDigest = before.headDigest();
        if (headBytes < Frames.MAX_HEAD_BYTES) {
            int length = (int) Math.min(Frames.MAX_HEAD_BYTES, end);
            if (known + consumed == end) {
                headHash = ContentHash.of(buffer, 0, length);
                headDigest = HeadDigest.of(buffer, length);
                headBytes = length;
            } else if (file.read(head, 0, length, 0) == length) {
                headHash = ContentHash.of(head, 0, length);
                headDigest = HeadDigest.of(head, length);
                headBytes = length;
            }
        }
        int tailBytes = Math.min(Frames.MAX_TAIL_BYTES, known + consumed);
        long tailHash = ContentHash.of(buffer, known + consumed - tailBytes, tailBytes);
        return new Resume(headBytes, headHash, headDigest, tailBytes, tailHash);
    }

    /** Sources are read in the order of their times; one without stamps counts as written now. */
    private void noteTime(Source source) {
        if (lines.lastTime() != Frames.NO_TIME) {
            source.lastTime = lines.lastTime();
        } else if (lines.unit() == null) {
            source.lastTime = clock.epochNanos();
        }
    }
}
