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
 * when its turn comes. Arrays are kept for reuse, within the same bound.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class BlockCache {
    private static final int LEAST_SHIFT = 10;
    private static final int SHIFTS = 32 - LEAST_SHIFT;

    private final BlockSource source;
    private final long budgetBytes;
    private final FrameReader again = new FrameReader();
    private final TreeSet<Block> cached = new TreeSet<>(Block.BY_NEED);
    private final List<Deque<byte[]>> free = new ArrayList<>();
    private long cachedBytes;
    private long freeBytes;

    BlockCache(BlockSource source, long budgetBytes) {
        this.source = source;
        this.budgetBytes = budgetBytes;
        for (int i = 0; i < SHIFTS; i++) {
            free.add(new ArrayDeque<>());
        }
    }

    /** Copies the block of a frame that was accepted, unless all that is cached is needed earlier. */
    void keep(Block block, FrameReader frame) throws MalformedException {
        int shift = shift(frame);
        while (cachedBytes + (1L << shift) > budgetBytes) {
            if (cached.isEmpty() || Block.BY_NEED.compare(cached.last(), block) < 0) {
                return;
            }
            drop(cached.last());
        }
        fill(block, frame, shift);
    }

    /** The bytes of a block, read again when they were dropped. */
    byte[] load(Block block) throws IOException, MalformedException {
        if (block.bytes != null) {
            return block.bytes;
        }
        source.read(block.index, again);
        int shift = shift(again);
        while (cachedBytes + (1L << shift) > budgetBytes && !cached.isEmpty()) {
            drop(cached.last());
        }
        return fill(block, again, shift);
    }

    /** Lets go of a block whose lines have all been handed out. */
    void release(Block block) {
        if (block.bytes != null) {
            drop(block);
        }
    }

    private byte[] fill(Block block, FrameReader frame, int shift) throws MalformedException {
        byte[] pooled = free.get(shift - LEAST_SHIFT).poll();
        if (pooled != null) {
            freeBytes -= pooled.length;
        }
        if (pooled == null && cachedBytes + freeBytes > budgetBytes) {
            free.forEach(Deque::clear); // of other sizes than are asked for now
            freeBytes = 0;
        }
        byte[] bytes = pooled == null ? new byte[1 << shift] : pooled;
        frame.unpackBlock(bytes);
        System.arraycopy(frame.array(), frame.metaPlace(), bytes, frame.rawBytes(), frame.metaBytes());
        block.metaPlace = frame.rawBytes();
        block.bytes = bytes;
        block.loads++;
        cached.add(block);
        cachedBytes += bytes.length;
        return bytes;
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
            free.get(31 - Integer.numberOfLeadingZeros(bytes.length) - LEAST_SHIFT)
                    .push(bytes);
            freeBytes += bytes.length;
        }
    }

    private static int shift(FrameReader frame) {
        int need = Math.max(1 << LEAST_SHIFT, frame.rawBytes() + frame.metaBytes());
        return 32 - Integer.numberOfLeadingZeros(need - 1);
    }
}
