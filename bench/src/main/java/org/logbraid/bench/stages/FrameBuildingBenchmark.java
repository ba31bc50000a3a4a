package org.logbraid.bench.stages;

import java.util.concurrent.TimeUnit;
import org.logbraid.agent.framing.LineBatch;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.FrameWriter;
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
 * What stage 3 costs: lines that are already framed become the body of a frame of 1 MiB, its checksum included. The score
 * is nanoseconds a line.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameBuildingBenchmark {
    @Param
    Packing packing = Packing.STORED;

    private final PreparedLog log = new PreparedLog(1, PreparedLog.LINES_OF_A_CHUNK);
    private final FrameWriter writer = new FrameWriter();
    private BlockCodec codec = BlockCodec.STORED;
    private LineBatch lines = log.framed(0, 0);

    /** Frames the lines once. */
    @Setup
    public void frame() {
        codec = packing.codec();
        lines = log.framed(0, 0);
    }

    /** One frame. */
    @Benchmark
    @OperationsPerInvocation(PreparedLog.LINES_OF_A_FRAME)
    public int build() {
        writer.begin(1, 0, 1);
        for (int chunk = 0; chunk < PreparedLog.CHUNKS_OF_A_FRAME; chunk++) {
            PreparedLog.write(writer, 0, chunk, lines);
        }
        return writer.finish(codec).length();
    }
}
