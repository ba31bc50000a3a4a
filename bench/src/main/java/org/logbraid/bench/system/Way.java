package org.logbraid.bench.system;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.logbraid.bench.machine.AllocationLog;
import org.logbraid.bench.machine.MeasuredProcess;
import org.logbraid.bench.machine.Usage;

/**
 * A running way of lines: one process that follows files, another that writes them as one.
 *
 * <p>Belongs to the thread that measures.
 */
public final class Way implements Closeable {
    static final String SENDERS_ALLOCATIONS = "gc-sender.log";
    static final String RECEIVERS_ALLOCATIONS = "gc-receiver.log";

    private final Path work;
    private final Path merged;
    private final MeasuredProcess receiver;
    private final MeasuredProcess sender;
    private final boolean senderEnds;

    /** What both have used from their starts to their ends; bytes allocated only where a JVM tells. */
    public record Used(Usage sender, Usage receiver, OptionalLong sendersBytes, OptionalLong receiversBytes) {
        public double cpuSeconds() {
            return sender.cpuSeconds() + receiver.cpuSeconds();
        }
    }

    Way(Path work, Path merged, MeasuredProcess receiver, MeasuredProcess sender, boolean senderEnds) {
        this.work = work;
        this.merged = merged;
        this.receiver = receiver;
        this.sender = sender;
        this.senderEnds = senderEnds;
    }

    public Path merged() {
        return merged;
    }

    public MeasuredProcess sender() {
        return sender;
    }

    public MeasuredProcess receiver() {
        return receiver;
    }

    /** Notes how much memory both have in use. */
    public void look() {
        sender.look();
        receiver.look();
    }

    /** Ends both, the sender first; one that ends by itself is waited for. */
    public Used end() throws IOException, InterruptedException {
        receiver.look();
        Usage sent = senderEnds ? sender.waitFor(Duration.ofSeconds(30)) : sender.stop();
        Usage received = receiver.stop();
        return new Used(
                sent,
                received,
                AllocationLog.allocatedBytes(work.resolve(SENDERS_ALLOCATIONS)),
                AllocationLog.allocatedBytes(work.resolve(RECEIVERS_ALLOCATIONS)));
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
    }
}
