package org.logbraid.collector.merge;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.Output;
import org.logbraid.common.frame.LineCursor;
import org.logbraid.common.frame.MalformedException;

/**
 * The lines of one generation that wait, in their order (G7). Decodes line by line, never looks into one.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class GenerationQueue {
    final Generation generation;
    final Deque<Waiting> slices = new ArrayDeque<>();
    /** e of the first line that waits. */
    long headE;
    /** Orders lines of the same e: place of the source, then the generation's number. */
    long rank;
    /** e of the last line handed out. */
    long lastE;

    private final LineCursor cursor = new LineCursor();
    /** The slice that the cursor is in; it stands on its first waiting line. */
    private @Nullable Waiting current;

    private int currentLoads;
    private int place;

    GenerationQueue(Generation generation) {
        this.generation = generation;
    }

    void add(Waiting slice) {
        if (slices.isEmpty()) {
            headE = slice.nextE;
        }
        slices.add(slice);
    }

    void rerank() {
        rank = (long) generation.source.rank << 32 | generation.number;
    }

    boolean before(GenerationQueue other) {
        return headE < other.headE || (headE == other.headE && rank < other.rank);
    }

    /**
     * Hands out the first waiting lines of the first slice, those whose e is below a bound, as one range.
     *
     * @param bound greater than {@link #headE}
     * @param queues that are merged
     * @return how many lines
     */
    int take(long bound, BlockCache cache, int queues, Output output) throws IOException, MalformedException {
        Waiting slice = slices.element();
        byte[] bytes = loaded(slice, cache, queues);
        int windowAt = slice.block.windowAt;
        int windowEnd = slice.block.windowEnd;
        long logTime = slice.block.logTime;
        long latest = slice.block.latest;
        int from = place;
        int to = from;
        int lines = 0;
        long e = headE;
        boolean more;
        do {
            to += cursor.length();
            lines++;
            lastE = e;
            more = cursor.next();
            if (more) {
                long time = cursor.time();
                e = Math.max(e, time > latest ? logTime : time);
            }
        } while (more && e < bound && to + cursor.length() <= windowEnd);
        output.write(bytes, from - windowAt, to - from);
        place = to;
        slice.taken += lines;
        slice.nextE = e;
        headE = e;
        if (!more) {
            finish(slice, cache);
        }
        return lines;
    }

    /** Has the first waiting line in memory, and the cursor on it. */
    private byte[] loaded(Waiting slice, BlockCache cache, int queues) throws IOException, MalformedException {
        Block block = slice.block;
        boolean known = current == slice;
        byte[] bytes = cache.load(block, known ? place : slice.blockOffset, known ? cursor.length() : 0, queues);
        while (current != slice || currentLoads != block.loads) {
            attach(slice, bytes);
            bytes = cache.load(block, place, cursor.length(), queues);
        }
        return bytes;
    }

    private void attach(Waiting slice, byte[] bytes) throws MalformedException {
        cursor.reset(
                bytes,
                slice.block.metaPlace + slice.lengthsAt,
                slice.lengthsBytes,
                slice.timesBytes,
                slice.untimed,
                slice.unit,
                slice.lines);
        place = slice.blockOffset;
        cursor.next();
        for (int i = 0; i < slice.taken; i++) {
            place += cursor.length();
            cursor.next();
        }
        current = slice;
        currentLoads = slice.block.loads;
    }

    private void finish(Waiting slice, BlockCache cache) {
        slices.remove();
        current = null;
        slice.block.waiting--;
        if (slice.block.waiting == 0) {
            cache.release(slice.block);
        }
        if (!slices.isEmpty()) {
            headE = slices.element().nextE;
        }
    }
}
