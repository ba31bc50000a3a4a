package org.logbraid.bench.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.logbraid.bench.system.Way;

/**
 * When a merged file had grown to a mark, and to its end.
 *
 * @param markNanos on the monotonic clock
 * @param endNanos on the monotonic clock
 */
record Growth(long markNanos, long endNanos) {
    private static final long POLL_NANOS = 1_000_000;
    private static final int POLLS_BETWEEN_LOOKS = 32;

    /** Watches until the file has so many bytes. */
    static Growth await(Way way, long markBytes, long allBytes, Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long markNanos = 0;
        long size = 0;
        for (int poll = 0; System.nanoTime() < deadline; poll++) {
            size = sizeOf(way.merged());
            long now = System.nanoTime();
            if (markNanos == 0 && size >= markBytes) {
                markNanos = now;
            }
            if (size >= allBytes) {
                way.look();
                return new Growth(markNanos, now);
            }
            if (poll % POLLS_BETWEEN_LOOKS == 0) {
                way.look();
                if (!way.receiver().isAlive()) {
                    break;
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("the merged file has " + size + " of " + allBytes + " bytes, and grows no more");
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
