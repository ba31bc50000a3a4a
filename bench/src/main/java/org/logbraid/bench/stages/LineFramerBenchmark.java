package org.logbraid.bench.stages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.TimeFormat;
import org.logbraid.agent.framing.FramingState;
import org.logbraid.agent.framing.LineBatch;
import org.logbraid.agent.framing.LineFramer;
import org.logbraid.agent.framing.SourceStamps;
import org.logbraid.common.frame.Frames;
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
 * What stage 2 costs: 256 KiB of combined lines of 241 bytes from a heap array. The score is nanoseconds a line, which is
 * CPU milliseconds per million lines. {@code NONE} is the search for newlines alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LineFramerBenchmark {
    private static final int LINE_BYTES = 241;
    private static final int LINES = 1_024;

    /** How stamps are written: whole seconds that many lines share, or a microsecond of its own for each line. */
    public enum Stamps {
        SECONDS,
        MICROS
    }

    @Param
    Stamps stamps = Stamps.SECONDS;

    @Param({"NONE", "CLF"})
    TimeFormat format = TimeFormat.CLF;

    private byte[] text = new byte[0];
    private final LineFramer framer = new LineFramer(1024 * 1024, LongLines.SPLIT);
    private final LineBatch batch = new LineBatch(8_192);
    private FramingState state = new FramingState(new SourceStamps("", TimeFormat.NONE));

    /** Writes the lines. */
    @Setup
    public void write() {
        var random = new Random(4711);
        var pattern = DateTimeFormatter.ofPattern(
                        stamps == Stamps.MICROS ? "dd/MMM/yyyy:HH:mm:ss.SSSSSS xx" : "dd/MMM/yyyy:HH:mm:ss xx",
                        Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
        var out = new ByteArrayOutputStream();
        var time = Instant.parse("2015-05-17T10:05:03.000007Z");
        for (int i = 0; i < LINES; i++) {
            time = time.plusNanos(1_000L * random.nextInt(100));
            var line = new StringBuilder()
                    .append(random.nextInt(90, 250))
                    .append(".149.9.216 - - [")
                    .append(pattern.format(time))
                    .append("] \"GET /presentations/");
            while (line.length() < LINE_BYTES - 1) {
                line.append((char) ('a' + random.nextInt(26)));
            }
            out.writeBytes(line.append('\n').toString().getBytes(US_ASCII));
        }
        text = out.toByteArray();
        state = new FramingState(new SourceStamps("", format));
    }

    /** One read's worth of lines. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int frame() {
        framer.frame(state, text, 0, text.length, false, Frames.MAX_BLOCK_BYTES, Integer.MAX_VALUE, batch);
        return batch.count();
    }
}
