package org.logbraid.collector.quorum;

import java.util.Queue;
import org.jctools.queues.SpscArrayQueue;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.common.channel.AgentsPort;

/**
 * Copies of entries that came from a leader, whose message is only lent, in arrays that are used again.
 *
 * <p>{@link #copy} belongs to the {@code collector-quorum} thread; copies are released by {@code collector-merge}, or by the
 * former before they were handed over.
 */
final class ContentPool {
    private static final int STEP_BYTES = 128 * 1024;
    private static final int MOST_ARRAYS = 32;

    private final Queue<byte[]> free = new SpscArrayQueue<>(MOST_ARRAYS);

    /** A copy; the leader has checked what is in it. */
    Proposal copy(EntryHeader header, byte[] content, int offset, int length) {
        byte[] array = length < STEP_BYTES ? new byte[length] : array(length);
        System.arraycopy(content, offset, array, 0, length);
        return new Proposal(header.type(), array, length, new Copy(array, length));
    }

    private byte[] array(int length) {
        byte[] pooled = free.poll();
        return pooled == null || pooled.length < length
                ? new byte[(length + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES]
                : pooled;
    }

    private final class Copy implements AgentsPort.Body {
        private final byte[] array;
        private final int length;

        Copy(byte[] array, int length) {
            this.array = array;
            this.length = length;
        }

        @Override
        public byte[] array() {
            return array;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void release() {
            if (array.length >= STEP_BYTES) {
                boolean unused = free.offer(array); // or it is garbage
            }
        }
    }
}
