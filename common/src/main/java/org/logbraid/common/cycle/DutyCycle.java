package org.logbraid.common.cycle;

/**
 * A stage's work in short turns. All of its state belongs to the thread that turns it, so it needs no locks; a test or
 * a simulation calls {@link #turn} by hand and has no thread at all.
 */
@FunctionalInterface
public interface DutyCycle {
    /**
     * Does a little of what there is to do, without blocking for long.
     *
     * @return how much was done; 0 lets the thread rest for a moment
     * @throws Exception anything thrown ends the process: a stage answers what can be expected and throws the rest
     */
    int turn() throws Exception;

    /**
     * How long the thread may rest now if nothing wakes it, in nanoseconds: what is due by the clock needs a short rest,
     * and what is not would only be woken for nothing. Asked on the thread that turns.
     */
    default long mostRestNanos() {
        return Long.MAX_VALUE;
    }

    /**
     * A rest, in nanoseconds, that ends when something is due by the monotonic clock; for ever when that time has come: a
     * turn has done what could be done by then, and whatever it still waits for wakes the thread.
     */
    static long restUntil(long dueNanos, long nowNanos) {
        long left = dueNanos - nowNanos;
        return left > 0 ? left : Long.MAX_VALUE;
    }
}
