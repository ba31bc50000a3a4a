package org.logbraid.common.testing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A file's bytes: as processes see them, and as they would be found after a power cut. */
final class SimulatedInode {
    static final int PAGE_BYTES = 4096;

    final long number;
    final long birthNanos;
    int links;

    private byte[] seen = new byte[PAGE_BYTES];
    private int seenSize;
    private byte[] durable = new byte[0];
    private int durableSize;
    private final BitSet dirtyPages = new BitSet();
    private final Map<Object, Told> told = new HashMap<>();

    /** Lengths that a process was told: last, and at another time before. */
    private record Told(long atNanos, int size, int sizeBefore) {}

    SimulatedInode(long number, long birthNanos) {
        this.number = number;
        this.birthNanos = birthNanos;
    }

    int size() {
        return seenSize;
    }

    int read(byte[] into, int offset, int length, long position) {
        int count = (int) Math.max(0, Math.min(length, seenSize - position));
        if (count > 0) {
            System.arraycopy(seen, (int) position, into, offset, count);
        }
        return count;
    }

    void write(byte[] from, int offset, int length, long position) {
        int end = Math.toIntExact(position + length);
        if (end > seen.length) {
            seen = Arrays.copyOf(seen, Math.max(seen.length * 2, end));
        }
        System.arraycopy(from, offset, seen, (int) position, length);
        dirtyPages.set((int) position / PAGE_BYTES, (end + PAGE_BYTES - 1) / PAGE_BYTES);
        seenSize = Math.max(seenSize, end);
    }

    /** A process looks at the length. */
    void tell(Object to, long nowNanos) {
        Told before = told.get(to);
        int sizeBefore = before == null ? 0 : before.atNanos < nowNanos ? before.size : before.sizeBefore;
        told.put(to, new Told(nowNanos, seenSize, sizeBefore));
    }

    /** How long a process knows the file to be, by a look that was not its last. */
    int toldBefore(Object whom) {
        Told known = told.get(whom);
        return known == null ? 0 : known.sizeBefore;
    }

    /** Whether a process has looked at it since it was cut last. */
    boolean isKnownTo(Object whom) {
        return told.containsKey(whom);
    }

    void truncate(int size) {
        told.clear();
        if (size < seenSize) {
            Arrays.fill(seen, size, seenSize, (byte) 0);
            dirtyPages.set(size / PAGE_BYTES, (seenSize + PAGE_BYTES - 1) / PAGE_BYTES);
        } else if (size > seen.length) {
            seen = Arrays.copyOf(seen, size);
        }
        seenSize = size;
    }

    void force() {
        durable = Arrays.copyOf(seen, seenSize);
        durableSize = seenSize;
        dirtyPages.clear();
    }

    /** Each page that was not forced is kept or lost by chance, and so is the length. */
    void losePower(RandomGenerator chance) {
        if (dirtyPages.isEmpty() && durableSize == seenSize) {
            return;
        }
        int size = chance.nextBoolean() ? seenSize : durableSize;
        byte[] after = Arrays.copyOf(durable, Math.max(size, 1));
        for (int page = dirtyPages.nextSetBit(0); page >= 0; page = dirtyPages.nextSetBit(page + 1)) {
            int from = page * PAGE_BYTES;
            int to = Math.min(Math.min(from + PAGE_BYTES, size), seen.length);
            if (from < to && chance.nextBoolean()) {
                System.arraycopy(seen, from, after, from, to - from);
            }
        }
        seen = after;
        seenSize = size;
        durable = Arrays.copyOf(after, size);
        durableSize = size;
        dirtyPages.clear();
    }

    /** A sync has failed: the pages that waited for it are gone, for readers too. */
    void dropUnforced() {
        for (int page = dirtyPages.nextSetBit(0); page >= 0; page = dirtyPages.nextSetBit(page + 1)) {
            int from = page * PAGE_BYTES;
            int to = Math.min(from + PAGE_BYTES, seen.length);
            int kept = Math.max(from, Math.min(to, durableSize));
            if (kept > from) {
                System.arraycopy(durable, from, seen, from, kept - from);
            }
            Arrays.fill(seen, kept, to, (byte) 0);
        }
        dirtyPages.clear();
    }

    byte[] bytes() {
        return Arrays.copyOf(seen, seenSize);
    }
}
