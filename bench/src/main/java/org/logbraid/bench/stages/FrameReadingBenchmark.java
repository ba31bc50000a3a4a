package org.logbraid.bench.stages;

import java.util.concurrent.TimeUnit;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.LineCursor;
import org.logbraid.common.frame.MalformedException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a collector pays to trust a frame of 1 MiB, and to read it. The score is nanoseconds a line.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameReadingBenchmark {
    @Param
    Packing packing = Packing.STORED;

    private final FrameReader reader = new FrameReader();
    private final LineCursor cursor = new LineCursor();
    private final byte[] unpacked = new byte[Frames.MAX_BLOCK_BYTES];
    private byte[] body = new byte[0];

    /** Makes the frame. */
    @Setup
    public void make() throws MalformedException {
        var log = new PreparedLog(1, PreparedLog.LINES_OF_A_FRAME);
        body = log.frame(1, 0, 0, packing.codec()).toArray();
        reader.wrap(body, 0, body.length);
    }

    /** Sizes, checksum, every slice and line. */
    @Benchmark
    @OperationsPerInvocation(PreparedLog.LINES_OF_A_FRAME)
    public int check() throws MalformedException {
        reader.wrap(body, 0, body.length);
        reader.check();
        return reader.rawBytes();
    }

    /** Every line's length and time. */
    @Benchmark
    @OperationsPerInvocation(PreparedLog.LINES_OF_A_FRAME)
    public long walk() throws MalformedException {
        long sum = 0;
        reader.rewind();
        while (reader.next()) {
            cursor.reset(reader);
            while (cursor.next()) {
                sum += cursor.length() ^ cursor.time();
            }
        }
        return sum;
    }

    /** The block as text, out of the frame. */
    @Benchmark
    @OperationsPerInvocation(PreparedLog.LINES_OF_A_FRAME)
    public byte[] unpack() throws MalformedException {
        reader.unpackBlock(unpacked);
        return unpacked;
    }
}
