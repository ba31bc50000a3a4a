package org.logbraid.common.cycle;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Turns one duty cycle on a named thread until it is closed, and rests when there was nothing to do. It does not get up to
 * look whether there is something by now: whoever puts something there for a cycle wakes its thread, and what is due by the clock
 * the cycle says itself. For getting up costs more than what is found.
 *
 * <p>Started and closed by the wiring's thread. Whatever the cycle throws goes to the {@code onFailure} handler, once,
 * and the thread ends: the handler of a real process ends that process.
 */
public final class CycleThread implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DutyCycle cycle;
    private final long longestRestNanos;
    private final BiConsumer<String, Throwable> onFailure;
    private final Thread thread;
    private volatile boolean stopping;

    private CycleThread(String name, DutyCycle cycle, Duration longestRest, BiConsumer<String, Throwable> onFailure) {
        this.cycle = cycle;
        this.longestRestNanos = longestRest.toNanos();
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, name);
    }

    /**
     * Starts a thread.
     *
     * @param longestRest up to 1 s: how late work may be noticed when nothing {@link #wake wakes} the thread and the cycle asks for
     *     no shorter rest
     * @param onFailure gets the thread's name and what its cycle threw
     */
    public static CycleThread start(
            String name, DutyCycle cycle, Duration longestRest, BiConsumer<String, Throwable> onFailure) {
        var started = new CycleThread(name, cycle, longestRest, onFailure);
        started.thread.setDaemon(true);
        started.thread.start();
        return started;
    }

    /** Ends a rest early. Safe for all threads. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!stopping) {
                if (cycle.turn() == 0) {
                    LockSupport.parkNanos(this, Math.min(longestRestNanos, cycle.mostRestNanos()));
                }
            }
        } catch (Throwable failure) { // an Error too must reach the handler, which ends the process
            onFailure.accept(thread.getName(), failure);
        }
    }

    /** Asks for the end; the running turn is the last one. Does not wait. */
    public void stop() {
        stopping = true;
        wake();
    }

    /** Waits for the end, and says whether it has come; at once on the thread itself. */
    public boolean hasEnded(Duration patience) {
        if (Thread.currentThread() == thread) {
            return false;
        }
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the caller is in a hurry
        }
        return !thread.isAlive();
    }

    /** Lets the running turn finish and waits for it, up to 10 s. */
    @Override
    public void close() {
        stop();
        boolean unused = hasEnded(PATIENCE);
    }
}
