package org.logbraid.bench.part;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.logbraid.bench.logs.LineMaker;
import org.logbraid.bench.logs.MergedText;
import org.logbraid.bench.logs.Stamps;
import org.logbraid.bench.report.Numbers;
import org.logbraid.common.clock.Clock;

/**
 * Reads a merged file as it grows and notes how old each line is when it can first be read, of all lines behind a warm-up.
 *
 * <p>Runs on a thread of its own; what it found is for whoever has joined it.
 */
final class LiveWatch implements Runnable {
    private static final long POLL_NANOS = 300_000;
    private static final int BUFFER_BYTES = 1_024 * LineMaker.LINE_BYTES;

    private final Clock clock;
    private final Path merged;
    private final long from;
    private final long warmUpLines;
    private final long allLines;
    private final long deadlineNanos;
    private final int[] latencies;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long lines;
    private int measured;
    private long behind;
    private long latest;
    private String failure = "";

    LiveWatch(Clock clock, Path merged, long warmUpLines, long allLines, long atMostNanos) {
        this(clock, merged, 0, warmUpLines, allLines, atMostNanos);
    }

    /**
     * Watches a file that has something in it already.
     *
     * @param from bytes that are not looked at
     */
    LiveWatch(Clock clock, Path merged, long from, long warmUpLines, long allLines, long atMostNanos) {
        this.clock = clock;
        this.merged = merged;
        this.from = from;
        this.warmUpLines = warmUpLines;
        this.allLines = allLines;
        deadlineNanos = clock.monotonicNanos() + atMostNanos;
        latencies = new int[(int) (allLines - warmUpLines)];
    }

    @Override
    public void run() {
        try {
            while (!Files.exists(merged)) {
                if (isLate()) {
                    throw new IOException("there is no merged file");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            try (FileChannel file = FileChannel.open(merged)) {
                watch(file);
            }
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
        }
        Arrays.sort(latencies, 0, measured);
    }

    private void watch(FileChannel file) throws IOException {
        ByteBuffer view = ByteBuffer.wrap(buffer);
        while (lines < allLines) {
            view.clear();
            int read = file.read(view, from + lines * LineMaker.LINE_BYTES);
            long nowMicros = clock.epochNanos() / 1_000;
            int whole = Math.max(0, read) / LineMaker.LINE_BYTES;
            for (int i = 0; i < whole; i++) {
                note(MergedText.timeOf(buffer, i * LineMaker.LINE_BYTES), nowMicros);
            }
            if (whole == 0) {
                if (isLate()) {
                    throw new IOException("the merged file has " + lines + " of " + allLines + " lines");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private boolean isLate() {
        return clock.monotonicNanos() > deadlineNanos;
    }

    private void note(long microsOfDay, long nowMicros) {
        if (lines++ >= warmUpLines) {
            latencies[measured++] = (int) Stamps.microsSince(microsOfDay, nowMicros);
        }
        behind += microsOfDay < latest ? 1 : 0; // around midnight all lines are: not worth more
        latest = Math.max(latest, microsOfDay);
    }

    /** Empty when all lines came. */
    String failure() {
        return failure;
    }

    /** Milliseconds that so many of a hundred lines took at most. */
    double millis(double percent) {
        return Numbers.percentile(latencies, measured, percent) / 1_000.0;
    }

    /** Lines that stand behind a later one, warm-up included. */
    long behind() {
        return behind;
    }
}
