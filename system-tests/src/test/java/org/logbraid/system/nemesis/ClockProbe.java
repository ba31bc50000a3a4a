package org.logbraid.system.nemesis;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A process that says, again and again, how far its wall clock has run away from its monotonic one since it started, and
 * how long timed waits of each kind took: {@code ahead=MILLIS sleep=MILLIS park=MILLIS wait=MILLIS await=MILLIS}.
 */
final class ClockProbe {
    static final int WAIT_MILLIS = 100;

    private ClockProbe() {}

    private interface Wait {
        void run() throws InterruptedException;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        long wall = System.currentTimeMillis();
        long monotonic = System.nanoTime();
        var monitor = new Object();
        var lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        System.err.println("ready");
        while (System.in.available() == 0) {
            long sleep = millis(() -> Thread.sleep(WAIT_MILLIS));
            long park = millis(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS)));
            long wait = millis(() -> waitOn(monitor));
            long await = millis(() -> await(lock, condition));
            long ahead = System.currentTimeMillis() - wall - millisSince(monotonic);
            System.err.println(
                    "ahead=" + ahead + " sleep=" + sleep + " park=" + park + " wait=" + wait + " await=" + await);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // it is the one wait that is measured
    private static void waitOn(Object monitor) throws InterruptedException {
        synchronized (monitor) {
            monitor.wait(WAIT_MILLIS);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // as above
    private static void await(ReentrantLock lock, Condition condition) throws InterruptedException {
        lock.lock();
        try {
            if (condition.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nobody signals");
            }
        } finally {
            lock.unlock();
        }
    }

    private static long millis(Wait wait) throws InterruptedException {
        long begin = System.nanoTime();
        wait.run();
        return millisSince(begin);
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
