package org.logbraid.collector.peers.jgroups;

import java.io.DataInput;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerChannel.Received;
import org.logbraid.common.channel.BufferPool;

/**
 * What has arrived and was not polled yet, bounded in number and, with what was polled and not released, in bytes. What
 * does not fit is lost.
 *
 * <p>Safe for all threads.
 */
final class Inbox {
    static final int MAX_MESSAGES = 4_096;
    static final long MAX_BYTES = 16L * 1024 * 1024;

    private final BufferPool pool = new BufferPool(MAX_BYTES, PeerChannel.MAX_MESSAGE_BYTES);
    private final Queue<Received> queue = new ArrayBlockingQueue<>(MAX_MESSAGES);
    private final AtomicLong lost = new AtomicLong();
    private volatile Runnable wake = () -> {};

    /** A message in an array of the pool. */
    private record Arrival(byte[] array, int length, BufferPool pool) implements Received {
        @Override
        public void release() {
            pool.give(array);
        }
    }

    void onMessage(Runnable run) {
        wake = run;
    }

    /** Reads a payload from its connection. */
    void receive(DataInput in, int length) throws IOException {
        byte[] array = pool.tryTake(length);
        if (array == null) {
            lost.incrementAndGet();
            skip(in, length);
            return;
        }
        boolean taken = false;
        try {
            in.readFully(array, 0, length);
            taken = queue.offer(new Arrival(array, length, pool));
        } finally {
            if (!taken) {
                lost.incrementAndGet();
                pool.give(array);
            }
        }
        if (taken) {
            wake.run();
        }
    }

    private static void skip(DataInput in, int length) throws IOException {
        int left = length;
        while (left > 0) {
            int skipped = in.skipBytes(left);
            if (skipped == 0) {
                in.readByte(); // tells the end
                skipped = 1;
            }
            left -= skipped;
        }
    }

    @Nullable
    Received poll() {
        return queue.poll();
    }

    long lost() {
        return lost.get();
    }

    /** Bytes of arrays that are filled, wait, or were not released yet. */
    long lentBytes() {
        return pool.lentBytes();
    }

    void close() {
        pool.close();
        for (Received one = queue.poll(); one != null; one = queue.poll()) {
            one.release();
        }
    }
}
