package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.logbraid.bench.logs.LineMaker;
import org.logbraid.bench.logs.MergedText;
import org.logbraid.bench.machine.MeasuredProcess;
import org.logbraid.bench.machine.Preparation;
import org.logbraid.bench.machine.TouchedMemory;
import org.logbraid.bench.machine.Usage;
import org.logbraid.bench.system.Shipper;
import org.logbraid.bench.system.Tool;
import org.logbraid.bench.system.Way;

/**
 * One measured backfill.
 *
 * @param seconds from the sender's start to the last byte of the merged file
 * @param linesAfterMark lines a second behind the mark; NaN where nobody watched
 * @param senderBytes bytes allocated per line, NaN where unknown
 * @param receiverBytes bytes allocated per line, NaN where unknown
 * @param behind lines that stand behind a later one
 */
record BackfillRun(
        long lines,
        double seconds,
        double linesAfterMark,
        Usage sender,
        Usage receiver,
        double senderBytes,
        double receiverBytes,
        long behind) {
    private static final long BYTES_BESIDE_TEXT = 512L * 1_024 * 1_024;

    double linesPerSecond() {
        return lines / seconds;
    }

    double senderCpu() {
        return sender.cpuSeconds() * 1e6 / lines;
    }

    double receiverCpu() {
        return receiver.cpuSeconds() * 1e6 / lines;
    }

    double cpu() {
        return senderCpu() + receiverCpu();
    }

    @Override
    public String toString() {
        return text(linesPerSecond(), 0) + " lines/s, " + text(cpu(), 2) + " s CPU per million lines";
    }

    /** Prepares the machine and lets a shipper do it. */
    static BackfillRun of(Shipper shipper, Path folder, Input input) throws IOException, InterruptedException {
        Path work = Preparation.emptied(folder.resolve("work"));
        TouchedMemory memory = prepared(work, input);
        try (Way way = shipper.start(work, input.files(), true)) {
            Duration atMost = Duration.ofSeconds(120 + input.lines() / 20_000);
            Growth growth = Growth.await(way, input.markLines() * LineMaker.LINE_BYTES, input.bytes(), atMost);
            Way.Used used = way.end();
            return new BackfillRun(
                    input.lines(),
                    (growth.endNanos() - way.sender().startedNanos()) / 1e9,
                    (input.lines() - input.markLines()) * 1e9 / (growth.endNanos() - growth.markNanos()),
                    used.sender(),
                    used.receiver(),
                    perLine(used.sendersBytes(), input),
                    perLine(used.receiversBytes(), input),
                    checked(way.merged(), input));
        } finally {
            memory.close();
            Preparation.delete(work);
        }
    }

    /** Prepares the machine and lets a tool do it. */
    static BackfillRun of(Tool tool, Path folder, Input input) throws IOException, InterruptedException {
        Path work = Preparation.emptied(folder.resolve("work"));
        Path merged = work.resolve("merged.log");
        TouchedMemory memory = prepared(work, input);
        try (MeasuredProcess process = tool.start(work, input.files(), merged)) {
            Usage used = process.waitFor(Duration.ofSeconds(120 + input.lines() / 20_000));
            double seconds = (System.nanoTime() - process.startedNanos()) / 1e9;
            return new BackfillRun(
                    input.lines(),
                    seconds,
                    Double.NaN,
                    used,
                    Usage.NONE,
                    Double.NaN,
                    Double.NaN,
                    checked(merged, input));
        } finally {
            memory.close();
            Preparation.delete(work);
        }
    }

    private static double perLine(OptionalLong bytes, Input input) {
        return bytes.isPresent() ? (double) bytes.getAsLong() / input.lines() : Double.NaN;
    }

    private static TouchedMemory prepared(Path work, Input input) throws IOException, InterruptedException {
        return Preparation.prepare(work, input.files(), 2 * input.bytes() + BYTES_BESIDE_TEXT);
    }

    private static long checked(Path merged, Input input) throws IOException {
        if (Files.size(merged) != input.bytes()) {
            throw new IOException("the merged file has " + Files.size(merged) + " bytes instead of " + input.bytes());
        }
        return MergedText.read(merged).behind();
    }
}
