package org.logbraid.bench.part;

import static org.logbraid.bench.report.Numbers.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.logbraid.bench.logs.MergedText;
import org.logbraid.bench.machine.Preparation;
import org.logbraid.bench.machine.TouchedMemory;
import org.logbraid.bench.system.Farm;

/**
 * Files that are complete at the start, measured once.
 *
 * @param seconds from the begin of the agents until the merged files of all collectors are complete
 * @param agentsCpu CPU seconds of all agents
 * @param collectorsCpu CPU seconds of all collectors
 */
record FarmRun(long lines, double seconds, double agentsCpu, double collectorsCpu) {
    private static final long BYTES_BESIDE_TEXT = 512L * 1_024 * 1_024;
    private static final long POLL_NANOS = 1_000_000;

    double linesPerSecond() {
        return lines / seconds;
    }

    /** CPU seconds per million lines. */
    double cpu() {
        return (agentsCpu + collectorsCpu) * 1e6 / lines;
    }

    @Override
    public String toString() {
        return text(linesPerSecond(), 0) + " lines/s, " + text(agentsCpu * 1e6 / lines, 2) + " + "
                + text(collectorsCpu * 1e6 / lines, 2) + " s CPU per million lines";
    }

    /**
     * Prepares the machine and measures.
     *
     * @param agents in one JVM; the files are dealt out over them
     */
    static FarmRun of(Path launcher, Path folder, int collectors, int agents, Input input)
            throws IOException, InterruptedException {
        Path work = Preparation.emptied(folder.resolve("work"));
        TouchedMemory memory =
                Preparation.prepare(work, input.files(), 2L * collectors * input.bytes() + BYTES_BESIDE_TEXT);
        try (var farm = new Farm(launcher, work)) {
            farm.startCollectors(collectors, agents);
            farm.startHost(0, agents, true);
            for (int i = 0; i < input.files().size(); i++) {
                Files.createLink(
                        farm.logs(i % agents).resolve(i + ".log"), input.files().get(i));
            }
            double agentsBefore = Farm.cpuSeconds(farm.hosts());
            double collectorsBefore = Farm.cpuSeconds(farm.collectors());
            long begin = System.nanoTime();
            farm.begin();
            for (int i = 0; i < collectors; i++) {
                await(farm.merged(i), input);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double agentsCpu = Farm.cpuSeconds(farm.hosts()) - agentsBefore;
            double collectorsCpu = Farm.cpuSeconds(farm.collectors()) - collectorsBefore;
            for (int i = 0; i < collectors; i++) {
                if (MergedText.read(farm.merged(i)).lines() != input.lines()) {
                    throw new IOException("lines are missing in " + farm.merged(i));
                }
                if (Files.mismatch(farm.merged(0), farm.merged(i)) >= 0) {
                    throw new IOException("the files of two collectors differ: " + farm.merged(i));
                }
            }
            return new FarmRun(input.lines(), seconds, agentsCpu, collectorsCpu);
        } finally {
            memory.close();
            Preparation.delete(work);
        }
    }

    private static void await(Path merged, Input input) throws IOException {
        long deadline = System.nanoTime()
                + Duration.ofSeconds(120 + input.lines() / 20_000).toNanos();
        while (!Files.exists(merged) || Files.size(merged) < input.bytes()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(merged + " has not all bytes");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
