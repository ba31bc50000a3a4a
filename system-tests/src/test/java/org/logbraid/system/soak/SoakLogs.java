package org.logbraid.system.soak;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes all logs at a fixed rate, and rotates one after the other so that each has its turn within a time. After a
 * hold-up it catches up, by tenths of a second.
 *
 * <p>Runs on a thread of its own; {@link #written}, {@link #rotations} and {@link #stop} are safe for all.
 */
final class SoakLogs implements Runnable, Closeable {
    private static final long TICK_NANOS = 4_000_000;

    private final List<SoakLog> logs = new ArrayList<>();
    private final SlowWrites slow = new SlowWrites();
    private final StreamCheck check;
    private final int linesPerSecond;
    private final long turnNanos;
    private volatile long written;
    private volatile long rotations;
    private volatile boolean stopping;

    /** Begins empty logs; the check says what has come out. */
    SoakLogs(SoakOptions options, Path folder, StreamCheck check) throws IOException {
        this.check = check;
        this.linesPerSecond = options.linesPerSecond();
        this.turnNanos = options.rotateEvery().toNanos() / options.files();
        for (int i = 0; i < options.files(); i++) {
            logs.add(new SoakLog(folder.resolve("access-" + i + ".log"), i, linesPerSecond / 10, slow));
        }
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        long done = 0;
        long turns = 0;
        try {
            while (!stopping) {
                long elapsed = System.nanoTime() - begin;
                long due = elapsed / 1_000 * linesPerSecond / 1_000_000;
                int count = (int) Math.min(due - done, linesPerSecond / 10);
                if (count > 0) {
                    for (SoakLog log : logs) {
                        log.write(count);
                    }
                    done += count;
                    written = done * logs.size();
                }
                if (elapsed / turnNanos > turns) {
                    rotate(logs.get((int) (turns++ % logs.size())));
                }
                if (done == due) {
                    LockSupport.parkNanos(TICK_NANOS - (System.nanoTime() - begin) % TICK_NANOS);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the logs cannot be written", e);
        }
    }

    private void rotate(SoakLog log) throws IOException {
        log.rotate();
        log.deleteSeen(check.seen(logs.indexOf(log)));
        long more = rotations + 1;
        rotations = more;
    }

    /** Asks for the end. */
    void stop() {
        stopping = true;
    }

    List<Path> paths() {
        return logs.stream().map(SoakLog::path).toList();
    }

    /** Lines in all logs so far. */
    long written() {
        return written;
    }

    /** Of all logs. */
    long rotations() {
        return rotations;
    }

    SlowWrites slow() {
        return slow;
    }

    @Override
    public void close() throws IOException {
        for (SoakLog log : logs) {
            log.close();
        }
    }
}
