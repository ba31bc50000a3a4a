package org.logbraid.agent.batching;

import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.channel.Recycler;
import org.logbraid.common.wire.MessageHeader;

/**
 * The few arrays that frames travel in, until the last byte is sent. When all are lent, nothing is read: that is how a
 * slow way to the collectors slows the reading, and what bounds the memory.
 *
 * <p>{@link #take} belongs to the {@code agent-tail} thread, {@link #recycle} is safe for all.
 */
final class MessagePool implements Recycler {
    private static final int MESSAGES = 4;

    private final MpscArrayQueue<byte[]> free = new MpscArrayQueue<>(MESSAGES);
    private int made;
    private volatile boolean wanted;
    private volatile Runnable onFree = () -> {};

    /** What is run, by any thread, when an array is free again that was asked for in vain: must not block. */
    void onFree(Runnable wake) {
        onFree = wake;
    }

    /** An array for the longest message, or null when all are lent. */
    byte @Nullable [] take() {
        byte[] message = free.poll();
        if (message == null && made < MESSAGES) {
            made++;
            message = new byte[MessageHeader.MAX_BYTES];
        }
        if (message == null) {
            wanted = true;
            message = free.poll(); // given back meanwhile
        }
        return message;
    }

    @Override
    public void recycle(byte[] message) {
        if (!free.offer(message)) {
            throw new IllegalStateException("an array given back twice");
        }
        if (wanted) {
            wanted = false;
            onFree.run();
        }
    }
}
