package org.logbraid.collector.merge;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.Output;
import org.logbraid.common.frame.MalformedException;

/**
 * Merges the queues of all generations: takes, from the one that is least, the longest stretch of lines below the head of
 * the next one. A heap over the heads; nothing is made per line.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class LineMerger {
    private final BlockCache cache;
    private @Nullable GenerationQueue[] heap = new GenerationQueue[16];
    private int size;
    /** Lines that wait. */
    private long lines;

    LineMerger(BlockCache cache) {
        this.cache = cache;
    }

    long waitingLines() {
        return lines;
    }

    /** Lets the lines of a slice wait; its source has its rank. */
    void add(Generation generation, Waiting slice) {
        lines += slice.lines - slice.taken;
        GenerationQueue queue = generation.queue;
        if (queue != null) {
            queue.add(slice);
            return;
        }
        queue = new GenerationQueue(generation);
        queue.add(slice);
        queue.rerank();
        generation.queue = queue;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int place = size++;
        while (place > 0 && queue.before(at((place - 1) >>> 1))) {
            heap[place] = heap[(place - 1) >>> 1];
            place = (place - 1) >>> 1;
        }
        heap[place] = queue;
    }

    /** Takes over new ranks of the sources. Those there before keep their order, so the heap stays one. */
    void rerank() {
        for (int i = 0; i < size; i++) {
            at(i).rerank();
        }
    }

    /**
     * Hands out all waiting lines with an e below a bound, in the order of their keys.
     *
     * @return lines handed out
     */
    long mergeBelow(long bound, Output output, Frontier frontier) throws IOException, MalformedException {
        long before = lines;
        @Nullable GenerationQueue last = null;
        while (size > 0 && at(0).headE < bound) {
            GenerationQueue least = at(0);
            last = least;
            lines -= least.take(bound(least, bound), cache, size, output);
            if (least.slices.isEmpty()) {
                least.generation.queue = null;
                Generations.dropIfForgotten(least.generation);
                removeLeast();
            } else {
                sink(least);
            }
        }
        if (last != null) {
            frontier.advance(last.lastE, last.generation);
        }
        return before - lines;
    }

    /** Up to which e the least queue is below the head of the next one. */
    private long bound(GenerationQueue least, long bound) {
        if (size == 1) {
            return bound;
        }
        GenerationQueue next = at(1);
        if (size > 2 && at(2).before(next)) {
            next = at(2);
        }
        return Math.min(bound, least.rank < next.rank ? next.headE + 1 : next.headE);
    }

    private void removeLeast() {
        size--;
        GenerationQueue moved = at(size);
        heap[size] = null;
        if (size > 0) {
            sink(moved);
        }
    }

    /** Puts a queue on top and lets it sink to its place. */
    private void sink(GenerationQueue queue) {
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && at(child + 1).before(at(child))) {
                child++;
            }
            if (queue.before(at(child))) {
                break;
            }
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = queue;
    }

    private GenerationQueue at(int place) {
        GenerationQueue queue = heap[place];
        if (queue == null) {
            throw new IllegalStateException("no queue at " + place + " of " + size);
        }
        return queue;
    }
}
