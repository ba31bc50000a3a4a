package org.logbraid.system.soak;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Batches of lines that took longer from their stamps into their file than {@code stamp-lag}. Order is promised to servers that are
 * faster, so that only lines of such batches may stand out of it.
 *
 * <p>Safe for all threads.
 */
final class SlowWrites {
    /** The default of {@code stamp-lag}. */
    private static final long STAMP_LAG_NANOS = 20_000_000;

    private record Batch(int client, long first, long end, long nanos) {}

    private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();
    private volatile long slowestNanos;

    /** Notes how long a batch took; from one thread only. */
    void wrote(int client, long first, long end, long nanos) {
        slowestNanos = Math.max(slowestNanos, nanos);
        if (nanos > STAMP_LAG_NANOS) {
            batches.add(new Batch(client, first, end, nanos));
        }
    }

    /** Whether a line may stand behind lines that are younger by so much. */
    boolean excuses(StreamCheck.Displaced line) {
        return batches.stream()
                .anyMatch(batch -> batch.client() == line.client()
                        && line.number() >= batch.first()
                        && line.number() < batch.end()
                        && line.byMicros() <= batch.nanos() / 1_000);
    }

    int count() {
        return batches.size();
    }

    long slowestMillis() {
        return slowestNanos / 1_000_000;
    }
}
