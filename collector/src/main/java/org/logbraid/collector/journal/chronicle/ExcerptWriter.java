package org.logbraid.collector.journal.chronicle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.CloseStack;
import org.logbraid.common.Failpoint;

/**
 * Writes excerpts into the queue, whose cycles are counted here: the next one begins when a file has reached its size, whatever
 * the wall clock says.
 *
 * <p>Belongs to the thread that appends; {@link #queue} is safe for all.
 */
final class ExcerptWriter implements Closeable {
    static final int DOCUMENT_HEAD_BYTES = 4;
    private static final int CHRONICLE_BUSY_MILLIS = 500;

    private final Path folder;
    private final JournalSettings settings;
    private final CycleSync sync;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Contents contents = new Contents();
    private final CloseStack opened = new CloseStack();
    private int begunCycle = -1;
    private int sequence;
    private long cycleWrittenBytes;
    private volatile int cycle;

    /**
     * Opens the queue.
     *
     * @param firstCycle that is written to: one that no file has yet
     */
    ExcerptWriter(Path folder, JournalSettings settings, CycleSync sync, int firstCycle) {
        this.folder = folder;
        this.settings = settings;
        this.sync = sync;
        this.cycle = firstCycle;
        this.queue = opened.own(SingleChronicleQueueBuilder.binary(folder)
                .rollCycle(RollCycles.FAST_HOURLY)
                .timeProvider(() -> cycle * CycleFiles.CYCLE_MILLIS)
                .timeoutMS(CHRONICLE_BUSY_MILLIS)
                .syncMode(SyncMode.NONE)
                .blockSize(settings.blockBytes())
                .build());
        this.appender = opened.own(queue.createAppender());
        appender.singleThreadedCheckDisabled(true);
    }

    SingleChronicleQueue queue() {
        return queue;
    }

    /** Where the next excerpt stands. */
    int cycle() {
        return cycle;
    }

    int sequence() {
        return sequence;
    }

    /** Bytes that stand in this cycle. */
    long cycleBytes() {
        return cycleWrittenBytes;
    }

    /** Begins the next cycle when this one has no room for a content. */
    void rollWhenFull(int length) {
        if (sequence > 0 && cycleWrittenBytes + Excerpt.HEADER_BYTES + length > settings.cycleBytes()) {
            int following = cycle + 1;
            Failpoint.ROLL.pass();
            cycle = following;
            sequence = 0;
            cycleWrittenBytes = 0;
        }
    }

    /** Appends the excerpt whose header is filled; a partial one is never committed. */
    void write(Excerpt excerpt, byte[] content, int offset, int length) throws IOException {
        boolean whole = false;
        DocumentContext document = appender.writingDocument();
        try {
            if (cycle != begunCycle) { // once, however often its first entry finds no room
                Failpoint.ROLL.pass();
                contents.into(sync.add(CycleFiles.path(folder, cycle)));
                begunCycle = cycle;
                Failpoint.ROLL.pass();
            }
            Wire wire = Objects.requireNonNull(document.wire());
            Bytes<?> bytes = wire.bytes();
            bytes.write(excerpt.header());
            Failpoint.APPEND.pass();
            contents.write(content, offset, length, bytes.writePosition());
            Failpoint.APPEND.pass();
            bytes.writeSkip(length);
            whole = true;
        } finally {
            if (!whole) {
                document.rollbackOnClose();
            }
            document.close();
        }
        if (appender.lastIndexAppended() != queue.rollCycle().toIndex(cycle, sequence)) {
            throw new IOException("the queue put an entry elsewhere: expected=" + cycle + "/" + sequence + " was="
                    + Long.toHexString(appender.lastIndexAppended()) + " folder=" + folder);
        }
        cycleWrittenBytes += DOCUMENT_HEAD_BYTES + Excerpt.HEADER_BYTES + length;
        sequence++;
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
