package org.logbraid.common.channel;

import static org.logbraid.common.Checks.requireRange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.wire.MessageHeader;

/**
 * Arrays for messages, bounded in all: those that are lent and those that lie ready together never exceed the limit.
 * Small messages get small arrays. Whoever waits is served in the order of asking, so that a large message is not
 * starved by small ones.
 *
 * <p>Safe for all threads.
 */
public final class BufferPool {
    private static final int[] SMALLER_SIZES = {4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024, 512 * 1024, 1_280 * 1024};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Deque<byte[]>> ready = new ArrayList<>();
    private final int[] sizes;
    private final long maxBytes;
    private long lentBytes;
    private long readyBytes;
    private long nextTicket;
    private long served;
    private boolean closed;

    /**
     * Makes an empty pool for messages of agents.
     *
     * @param maxBytes twice the longest message or more: bytes of all arrays
     */
    public BufferPool(long maxBytes) {
        this(maxBytes, MessageHeader.MAX_BYTES);
    }

    /**
     * Makes an empty pool.
     *
     * @param maxBytes twice the longest message or more: bytes of all arrays
     * @param maxMessageBytes 2 MiB or more: the longest message
     */
    public BufferPool(long maxBytes, int maxMessageBytes) {
        requireRange("buffers in bytes", maxBytes, 2L * maxMessageBytes, Long.MAX_VALUE);
        this.maxBytes = maxBytes;
        sizes = Arrays.copyOf(SMALLER_SIZES, SMALLER_SIZES.length + 1);
        sizes[SMALLER_SIZES.length] = maxMessageBytes;
        for (int i = 0; i < sizes.length; i++) {
            ready.add(new ArrayDeque<>());
        }
    }

    /**
     * Lends an array; waits until there is room.
     *
     * @param length at most that of the longest message
     * @return null when the pool was closed meanwhile
     */
    public byte @Nullable [] take(int length) {
        int kind = kindOf(length);
        lock.lock();
        try {
            long ticket = nextTicket++;
            while (!closed && (ticket != served || lentBytes + sizes[kind] > maxBytes)) {
                changed.awaitUninterruptibly();
            }
            served++;
            changed.signalAll();
            return closed ? null : lend(kind);
        } finally {
            lock.unlock();
        }
    }

    /** Lends an array, or null when there is no room now. */
    public byte @Nullable [] tryTake(int length) {
        int kind = kindOf(length);
        lock.lock();
        try {
            boolean room = !closed && nextTicket == served && lentBytes + sizes[kind] <= maxBytes;
            return room ? lend(kind) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes an array back. */
    public void give(byte[] array) {
        lock.lock();
        try {
            lentBytes -= array.length;
            readyBytes += array.length;
            ready.get(kindOf(array.length)).push(array);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of everybody who waits. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the arrays that are lent. */
    public long lentBytes() {
        lock.lock();
        try {
            return lentBytes;
        } finally {
            lock.unlock();
        }
    }

    private byte[] lend(int kind) {
        byte[] array = ready.get(kind).poll();
        if (array == null) {
            makeRoom(sizes[kind]);
            array = new byte[sizes[kind]];
        } else {
            readyBytes -= array.length;
        }
        lentBytes += array.length;
        return array;
    }

    private void makeRoom(int bytes) {
        for (Deque<byte[]> arrays : ready) {
            while (lentBytes + readyBytes + bytes > maxBytes && !arrays.isEmpty()) {
                readyBytes -= arrays.pop().length;
            }
        }
    }

    private int kindOf(int length) {
        for (int i = 0; i < sizes.length; i++) {
            if (length <= sizes[i]) {
                return i;
            }
        }
        throw new IllegalArgumentException("a buffer of " + length + " bytes");
    }
}
