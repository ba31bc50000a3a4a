package org.logbraid.system.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Several {@link LiveLog}s that grow on one thread, some thousand lines a second each. */
public final class LiveLogs implements Closeable {
    /** How the logs are rotated. */
    public interface Rotation {
        Rotation NEVER = log -> {};

        void rotate(LiveLog log) throws IOException;
    }

    private static final int TICK_MILLIS = 4;

    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "live-logs"));
    private final List<LiveLog> logs = new ArrayList<>();
    private final int linesPerSecond;
    private final Rotation rotation;
    private final long rotateEveryNanos;
    private @Nullable ScheduledFuture<?> growth;
    private long startedNanos;
    private long rotatedNanos;
    private long linesEach;

    public LiveLogs(Path folder, int count, int linesPerSecond, Rotation rotation, int rotateEverySeconds)
            throws IOException {
        for (int i = 0; i < count; i++) {
            logs.add(new LiveLog(folder.resolve("access-" + i + ".log"), i));
        }
        this.linesPerSecond = linesPerSecond;
        this.rotation = rotation;
        this.rotateEveryNanos = TimeUnit.SECONDS.toNanos(rotateEverySeconds);
    }

    public List<LiveLog> logs() {
        return logs;
    }

    Path path(int log) {
        return logs.get(log).path();
    }

    /** Begins to write, as a program does that is warm. */
    public void start() {
        logs.forEach(LiveLog::warmUp);
        startedNanos = System.nanoTime();
        rotatedNanos = startedNanos;
        growth = writer.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            long due = (now - startedNanos) / 1_000 * linesPerSecond / 1_000_000;
            int more = (int) Math.min(due - linesEach, linesPerSecond / 20);
            linesEach = due;
            for (LiveLog log : logs) {
                if (more > 0) {
                    log.write(more);
                }
            }
            if (now - rotatedNanos >= rotateEveryNanos) {
                rotatedNanos = now;
                for (LiveLog log : logs) {
                    rotation.rotate(log);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes files that are complete before anybody reads them, in place of {@link #start}. */
    void fill(long bytesEach) throws IOException {
        while (logs.get(0).bytes() < bytesEach) {
            for (LiveLog log : logs) {
                log.write(500);
            }
        }
    }

    /** Writes no more; everything is in the files afterwards. */
    public void stop() throws Exception {
        writer.shutdown();
        if (!writer.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the logs cannot be written");
        }
        if (growth != null && !growth.isCancelled()) {
            growth.get(); // throws what writing threw
        }
    }

    public long bytes() {
        return logs.stream().mapToLong(LiveLog::bytes).sum();
    }

    public long lines() {
        return logs.stream().mapToLong(LiveLog::lines).sum();
    }

    /** The longest that a line took from its stamp into its file. */
    Duration slowest() {
        return Duration.ofNanos(
                logs.stream().mapToLong(LiveLog::slowestNanos).max().orElse(0));
    }

    @Override
    public void close() throws IOException {
        writer.shutdownNow();
        for (LiveLog log : logs) {
            log.close();
        }
    }
}
