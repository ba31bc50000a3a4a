package org.logbraid.collector.merge;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;

/**
 * Unpacked blocks of waiting lines, within a bound. What is needed last is dropped first and read from the journal again
 * when its turn comes: as a whole where all queues that are merged can have a block at once, otherwise as a window that moves on
 * over its lines, so that many agents with long files do not take the room from one another at every line. Arrays are kept for
 * reuse, within the same bound.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class BlockCache {
    private static final int LEAST_SHIFT = 10;

    /** Arrays have sizes of so many steps to each doubling. */
    private static final int STEPS_SHIFT = 2;

    /** An array for something smaller is used rather than made: two steps are half as much again at the most. */
    private static final int MOST_STEPS_LARGER = 2;

    private static final int SIZES = (32 - LEAST_SHIFT) << STEPS_SHIFT;

    /** Smaller windows are not worth the reading. */
    private static final int LEAST_WINDOW_BYTES = 16 * 1_024;

    /** Of a bound that is small itself, so many windows fit. */
    private static final int LEAST_WINDOWS = 64;

    private final BlockSource source;
    private final long budgetBytes;
    private final FrameReader again = new FrameReader();
    private final TreeSet<Block> cached = new TreeSet<>(Block.BY_NEED);
    private final List<Deque<byte[]>> free = new ArrayList<>();
    private byte[] unpacked = new byte[0];
    private long cachedBytes;
    private long freeBytes;

    BlockCache(BlockSource source, long budgetBytes) {
        this.source = source;
        this.budgetBytes = budgetBytes;
        for (int i = 0; i < SIZES; i++) {
            free.add(new ArrayDeque<>());
        }
    }

    /** Copies the block of a frame that was accepted, unless all that is cached is needed earlier. */
    void keep(Block block, FrameReader frame) throws MalformedException {
        int size = wholeSize(frame);
        while (cachedBytes + size > budgetBytes) {
            if (cached.isEmpty() || Block.BY_NEED.compare(cached.last(), block) < 0) {
                return;
            }
            drop(cached.last());
        }
        fill(block, frame);
    }

    /**
     * Sees to it that a line of a block is in memory; what was dropped is read again.
     *
     * @param at where the line begins, in the block of lines
     * @param length of the line; 0 when it is not known yet: then only the slices are sure to be there
     * @param queues that are merged: how many blocks are needed at once
     * @return {@link Block#bytes}
     */
    byte[] load(Block block, int at, int length, int queues) throws IOException, MalformedException {
        byte[] bytes = block.bytes;
        if (bytes != null && at >= block.windowAt && at + length <= block.windowEnd) {
            return bytes;
        }
        source.read(block.index, again);
        if (bytes != null && length <= block.metaPlace && at >= block.windowAt) {
            view(block, bytes, at, block.metaPlace);
            return bytes;
        }
        release(block);
        int window = window(queues);
        if (block.waiting > 1 || window >= again.rawBytes() || length > window) {
            makeRoom(wholeSize(again));
            return fill(block, again);
        }
        int size = size(window + again.metaBytes());
        makeRoom(size);
        byte[] windowed = array(size);
        System.arraycopy(again.array(), again.metaPlace(), windowed, window, again.metaBytes());
        view(block, windowed, at, window);
        added(block, windowed, window);
        return windowed;
    }

    /** So that all queues can have one at once. */
    private int window(int queues) {
        long least = Math.min(LEAST_WINDOW_BYTES, budgetBytes / LEAST_WINDOWS);
        return (int) Math.min(1 << 30, Math.max(least, budgetBytes / queues * 3 / 4)); // the rest for slices and sizes
    }

    private void view(Block block, byte[] bytes, int at, int window) throws MalformedException {
        int raw = again.rawBytes();
        int length = Math.min(window, raw - at);
        if (again.isPacked()) {
            if (unpacked.length < raw) {
                unpacked = new byte[size(raw)];
            }
            again.unpackBlock(unpacked);
            System.arraycopy(unpacked, at, bytes, 0, length);
        } else {
            again.copyStored(at, length, bytes);
        }
        block.windowAt = at;
        block.windowEnd = at + length;
    }

    private void makeRoom(int size) {
        while (cachedBytes + size > budgetBytes && !cached.isEmpty()) {
            drop(cached.last());
        }
    }

    /** Lets go of a block, if it is cached. */
    void release(Block block) {
        if (block.bytes != null) {
            drop(block);
        }
    }

    private byte[] fill(Block block, FrameReader frame) throws MalformedException {
        byte[] bytes = array(wholeSize(frame));
        frame.unpackBlock(bytes);
        System.arraycopy(frame.array(), frame.metaPlace(), bytes, frame.rawBytes(), frame.metaBytes());
        block.windowAt = 0;
        block.windowEnd = frame.rawBytes();
        added(block, bytes, frame.rawBytes());
        return bytes;
    }

    private byte[] array(int size) {
        int place = place(size);
        for (int larger = 0; larger <= MOST_STEPS_LARGER && place + larger < SIZES; larger++) {
            byte[] pooled = free.get(place + larger).poll();
            if (pooled != null) {
                freeBytes -= pooled.length;
                return pooled;
            }
        }
        for (Deque<byte[]> others : free) {
            while (cachedBytes + freeBytes + size > budgetBytes && !others.isEmpty()) {
                freeBytes -= others.pop().length;
            }
        }
        return new byte[size];
    }

    private void added(Block block, byte[] bytes, int metaPlace) {
        block.metaPlace = metaPlace;
        block.bytes = bytes;
        block.loads++;
        cached.add(block);
        cachedBytes += bytes.length;
    }

    private void drop(Block block) {
        byte[] bytes = block.bytes;
        if (bytes == null) {
            throw new IllegalStateException("a block that is not cached: index=" + block.index);
        }
        cached.remove(block);
        block.bytes = null;
        cachedBytes -= bytes.length;
        if (freeBytes + cachedBytes + bytes.length <= budgetBytes) {
            free.get(place(bytes.length)).push(bytes);
            freeBytes += bytes.length;
        }
    }

    private static int wholeSize(FrameReader frame) {
        return size(frame.rawBytes() + frame.metaBytes());
    }

    /** The next size that arrays have: a power of two, or one of three between two of them. */
    static int size(int need) {
        int most = Math.max(1 << LEAST_SHIFT, need) - 1;
        int step = 1 << (31 - Integer.numberOfLeadingZeros(most) - STEPS_SHIFT);
        return (most | (step - 1)) + 1;
    }

    private static int place(int size) {
        int shift = 31 - Integer.numberOfLeadingZeros(size);
        return ((shift - LEAST_SHIFT) << STEPS_SHIFT) + (size >>> (shift - STEPS_SHIFT)) - (1 << STEPS_SHIFT);
    }
}
