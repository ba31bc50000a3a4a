package org.logbraid.common.channel.jgroups;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jgroups.Address;
import org.jgroups.blocks.cs.TcpBaseServer;
import org.jgroups.blocks.cs.TcpConnection;
import org.jgroups.blocks.cs.TcpServer;
import org.jgroups.util.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.Recycler;
import org.logbraid.common.wire.MessageHeader;

/**
 * A connection of JGroups with a bounded queue before it and a thread that empties it: sending never blocks the caller,
 * a full queue is told to the caller, and closing does not wait for a peer that does not read. (JGroups' own
 * non-blocking connection drops what does not fit, and says its goodbye on the closing thread, behind a stuck write.)
 *
 * <p>{@link #offer}, {@link #finish} and {@link #close} are safe for all threads.
 */
final class BoundedConnection extends TcpConnection {
    /** Header of the message that is being received. Belongs to the receiving thread. */
    final byte[] header = new byte[MessageHeader.BYTES];

    final long number;
    volatile boolean welcomed;
    volatile boolean ending;

    /** When it began to end, on the monotonic clock. Written before it is shared. */
    long endingSince;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private final Limits limits;
    private final ThreadFactory threads;
    private long queuedBytes;
    private boolean over;
    private volatile @Nullable String reason;

    /**
     * A message to be sent.
     *
     * @param owner to be given the array back, or null
     */
    private record Outgoing(
            byte[] bytes, int length, @Nullable Recycler owner) {
        void release() {
            if (owner != null) {
                owner.recycle(bytes);
            }
        }
    }

    /**
     * What may wait to be sent.
     *
     * @param maxBytes of one connection
     * @param allBytes what waits in all connections together
     * @param maxAllBytes of all connections together
     */
    record Limits(long maxBytes, AtomicLong allBytes, long maxAllBytes) {}

    /** A connection to be dialled. */
    BoundedConnection(Address peer, TcpBaseServer server, ThreadFactory threads, Limits limits) throws Exception {
        super(peer, server);
        this.number = 0;
        this.threads = threads;
        this.limits = limits;
    }

    /** A connection that was accepted. */
    BoundedConnection(Socket socket, TcpServer server, ThreadFactory threads, Limits limits, long number)
            throws Exception {
        super(socket, server);
        this.number = number;
        this.threads = threads;
        this.limits = limits;
    }

    @Override
    public void start() {
        threads.newThread(this::sendAll, "send " + peer()).start();
        super.start();
    }

    /**
     * Queues a message.
     *
     * @param owner to be given the array back when it was sent, or null; untouched when nothing was taken
     * @return false when nothing was taken: the connection is ending, or its queue is full
     */
    boolean offer(byte[] bytes, int length, @Nullable Recycler owner) {
        lock.lock();
        try {
            if (over || ending || queuedBytes + length > limits.maxBytes) {
                return false;
            }
            if (limits.allBytes.addAndGet(length) > limits.maxAllBytes) {
                limits.allBytes.addAndGet(-length);
                return false;
            }
            queuedBytes += length;
            queue.add(new Outgoing(bytes, length, owner));
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, sends what is queued and closes then. */
    void finish(String why) {
        because(why);
        lock.lock();
        try {
            ending = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Notes why it ends; the first reason counts. */
    void because(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    String reason() {
        String noted = reason;
        return noted == null ? "the other side closed the connection" : noted;
    }

    private void sendAll() {
        try {
            for (Outgoing next = next(); next != null; next = next()) {
                try {
                    doSend(next.bytes, 0, next.length, isQueueEmpty());
                } finally {
                    sent(next);
                }
            }
        } catch (InterruptedException e) {
            because("interrupted");
        } catch (Exception e) { // JGroups declares no narrower one; the connection cannot be used any more
            because("sending failed: " + e.getMessage());
        } finally {
            close(false);
        }
    }

    private @Nullable Outgoing next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !ending && !over) {
                changed.await();
            }
            return over ? null : queue.poll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isQueueEmpty() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void sent(Outgoing message) {
        message.release();
        limits.allBytes.addAndGet(-message.length);
        lock.lock();
        try {
            queuedBytes -= message.length;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        close(false);
    }

    /** Closes at once, without a goodbye of JGroups' own: it could wait for ever behind a write to a stopped peer. */
    @Override
    public void close(boolean graceful) {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
            for (Outgoing message = queue.poll(); message != null; message = queue.poll()) {
                message.release();
                limits.allBytes.addAndGet(-message.length);
            }
        } finally {
            lock.unlock();
        }
        doClose();
    }

    /** The true address of the other side, as {@code HOST:PORT}. */
    String peer() {
        return sock.getInetAddress() == null
                ? "an unknown address"
                : new HostPort(sock.getInetAddress().getHostAddress(), sock.getPort()).toString();
    }

    /** Closes a socket that never became a connection. */
    static void closeQuietly(@Nullable Socket socket) {
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
