package org.logbraid.bench.part;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.logbraid.bench.logs.LineMaker;
import org.logbraid.bench.logs.Stamps;
import org.logbraid.common.clock.Clock;

/**
 * Writes lines into files at a fixed rate, as servers do: each with a microsecond of its own from the clock, stamped right
 * before it is written, a millisecond's lines in one go. One that was held up catches up, a millisecond's lines at a time.
 *
 * <p>Runs on a thread of its own; {@link #written} is safe for all.
 */
final class LiveFeed implements Runnable, Closeable {
    private static final int PREPARED_LINES = 4_096; // a power of two
    private static final int TICKS_PER_SECOND = 1_000;
    private static final long TICK_NANOS = 1_000_000_000L / TICKS_PER_SECOND;
    private static final long SEED = 815;

    private final Clock clock;
    private final List<OutputStream> files = new ArrayList<>();
    private final byte[][] prepared = new byte[PREPARED_LINES][];
    private final int[] stampAt = new int[PREPARED_LINES];
    private final Stamps stamps = new Stamps();
    private final long linesPerFile;
    private final int linesPerSecond;
    private final byte[] batch;
    private int next;
    private long lastMicros;
    private volatile long written;

    LiveFeed(Clock clock, List<Path> paths, int linesPerSecondAndFile, int seconds) throws IOException {
        this.clock = clock;
        linesPerSecond = linesPerSecondAndFile;
        linesPerFile = (long) linesPerSecondAndFile * seconds;
        batch = new byte[(linesPerSecond / TICKS_PER_SECOND + 1) * LineMaker.LINE_BYTES];
        for (Path path : paths) {
            files.add(Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        }
        var maker = new LineMaker(SEED);
        for (int i = 0; i < PREPARED_LINES; i++) {
            prepared[i] = maker.next(0).clone();
            stampAt[i] = maker.stampAt();
        }
    }

    @Override
    public void run() {
        long begin = clock.monotonicNanos();
        long done = 0;
        try {
            while (done < linesPerFile) {
                long elapsed = clock.monotonicNanos() - begin;
                long due = Math.min(linesPerFile, elapsed * linesPerSecond / 1_000_000_000L);
                int count = (int) Math.min(due - done, batch.length / LineMaker.LINE_BYTES);
                if (count > 0) {
                    for (OutputStream file : files) {
                        write(file, count);
                    }
                    done += count;
                    written = done * files.size();
                }
                if (done == due) {
                    LockSupport.parkNanos(TICK_NANOS - (clock.monotonicNanos() - begin) % TICK_NANOS);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the live files cannot be written", e);
        }
    }

    private void write(OutputStream file, int count) throws IOException {
        int length = 0;
        for (int i = 0; i < count; i++) {
            int which = next++ & (PREPARED_LINES - 1);
            System.arraycopy(prepared[which], 0, batch, length, LineMaker.LINE_BYTES);
            lastMicros = Math.max(lastMicros + 1, clock.epochNanos() / 1_000);
            stamps.write(batch, length + stampAt[which], lastMicros);
            length += LineMaker.LINE_BYTES;
        }
        file.write(batch, 0, length);
    }

    /** Lines in all files so far. */
    long written() {
        return written;
    }

    /** Lines in all files at the end. */
    long all() {
        return linesPerFile * files.size();
    }

    @Override
    public void close() throws IOException {
        for (OutputStream file : files) {
            file.close();
        }
    }
}
