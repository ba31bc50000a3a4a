package org.logbraid.collector.peers.jgroups;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jgroups.stack.IpAddress;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.jgroups.ConnectionThreads;
import org.logbraid.common.clock.Clock;

/**
 * The way to one collector: a bounded queue, and a thread that dials and writes. Nobody but that thread waits for the other
 * side. What was queued before a failed attempt to connect is lost, and so is what grew old while the other side did not
 * read: whoever comes back gets fresh messages. A connection on which nothing is read for a while is given up for another.
 *
 * <p>Safe for all threads.
 */
final class PeerLink {
    static final long MAX_BYTES = 16L * 1024 * 1024;
    static final int MAX_MESSAGES = 1_024;

    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long REDIAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final HostPort address;
    private final PeerListener listener;
    private final Clock clock;
    private final Reachability reachability;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private final Unanswered unanswered = new Unanswered();
    private final AtomicLong lost = new AtomicLong();
    private long queuedBytes;
    private volatile boolean closed; // written with the lock held
    private volatile boolean writing;
    private volatile long lastProgress;
    private volatile @Nullable PeerConnection connection;

    // Of its thread.
    private boolean dialledBefore;
    private long lastDial;
    private boolean dropsOld;
    private long freshFrom;

    private record Outgoing(byte @Nullable [] head, byte[] array, int length, Runnable done, long since) {}

    PeerLink(HostPort address, PeerListener listener, Clock clock, Reachability reachability) {
        this.address = address;
        this.listener = listener;
        this.clock = clock;
        this.reachability = reachability;
    }

    PeerLink start(ConnectionThreads threads, String name) {
        threads.newThread(this::sendAll, name + " " + address).start();
        return this;
    }

    /**
     * Queues a message, or loses it.
     *
     * @param done run once, by any thread, when the array is no longer needed
     */
    void offer(byte @Nullable [] head, byte[] array, int length, Runnable done) {
        boolean taken = false;
        long now = clock.monotonicNanos();
        lock.lock();
        try {
            if (!closed && queue.size() < MAX_MESSAGES && queuedBytes + length <= MAX_BYTES) {
                queuedBytes += length;
                queue.add(new Outgoing(head, array, length, done, now));
                changed.signal();
                taken = true;
            }
            PeerConnection current = connection;
            boolean stuck = writing && now - lastProgress > STUCK_NANOS;
            if (current != null && current.isConnected() && (stuck || unanswered.isTooLong(current, now))) {
                current.abort(); // who reads again shall not get what has lain in the sockets for long
            }
        } finally {
            lock.unlock();
        }
        if (!taken) {
            lost.incrementAndGet();
            done.run();
        }
    }

    long queuedBytes() {
        lock.lock();
        try {
            return queuedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Messages that were not handed to a connection as a whole. */
    long lost() {
        return lost.get();
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        PeerConnection current = connection;
        if (current != null) {
            current.abort();
        }
    }

    private void sendAll() {
        try {
            for (Outgoing next = next(); next != null; next = next()) {
                boolean sent = false;
                try {
                    sent = send(next);
                } finally {
                    over(next, sent);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody of ours interrupts: as if it were closed
        } finally {
            close();
            loseQueued();
            hangUp();
        }
    }

    private @Nullable Outgoing next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && !closed) {
                changed.await();
            }
            return closed ? null : queue.poll();
        } finally {
            lock.unlock();
        }
    }

    private void over(Outgoing message, boolean sent) {
        lock.lock();
        try {
            queuedBytes -= message.length;
        } finally {
            lock.unlock();
        }
        if (!sent) {
            lost.incrementAndGet();
        }
        message.done.run();
    }

    private boolean send(Outgoing message) throws InterruptedException {
        PeerConnection to = connection;
        if (to == null || !to.isConnected()) {
            to = dial();
        }
        if (to == null || (dropsOld && message.since - freshFrom < 0)) {
            return false;
        }
        lastProgress = clock.monotonicNanos();
        writing = true;
        try {
            to.write(message.head, message.array, message.length, isQueueEmpty(), this::progressed);
            reachability.reached();
            return true;
        } catch (IOException e) {
            reachability.lost(isStuck() ? "it does not read" : String.valueOf(e.getMessage()));
            hangUp();
            return false;
        } finally {
            writing = false;
        }
    }

    /** Runs after each part that was written. */
    private void progressed() {
        long now = clock.monotonicNanos();
        if (now - lastProgress > STALE_NANOS) {
            dropOld(now);
        }
        lastProgress = now;
    }

    private boolean isStuck() {
        return clock.monotonicNanos() - lastProgress > STUCK_NANOS;
    }

    private void dropOld(long now) {
        dropsOld = true;
        freshFrom = now - STALE_NANOS;
    }

    private boolean isQueueEmpty() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Connects, not too often. What is queued when it fails is lost. */
    private @Nullable PeerConnection dial() throws InterruptedException {
        hangUp();
        if (!restBeforeDialling()) {
            return null;
        }
        lastDial = clock.monotonicNanos();
        dialledBefore = true;
        String reason = "";
        try {
            for (InetAddress one : InetAddress.getAllByName(address.host())) {
                try {
                    return connect(new IpAddress(one, address.port()));
                } catch (Exception e) { // JGroups declares no narrower one
                    reason = String.valueOf(e.getMessage());
                }
            }
        } catch (IOException e) {
            reason = "unknown host";
        }
        reachability.lost(reason);
        hangUp();
        loseQueued();
        return null;
    }

    /** Returns false when it was closed. */
    private boolean restBeforeDialling() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = dialledBefore ? REDIAL_NANOS - (clock.monotonicNanos() - lastDial) : 0;
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable PeerConnection connect(IpAddress to) throws Exception {
        var made = new PeerConnection(to, listener, clock);
        connection = made; // from here on it can be aborted
        if (closed) {
            made.close(false);
            return null;
        }
        made.connect(to);
        made.start(); // its reading thread notices the end
        dropOld(clock.monotonicNanos());
        return made;
    }

    private void hangUp() {
        PeerConnection former = connection;
        connection = null;
        if (former != null) {
            former.close(false);
        }
    }

    private void loseQueued() {
        List<Outgoing> all;
        lock.lock();
        try {
            all = new ArrayList<>(queue);
            queue.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(one -> over(one, false));
    }
}
