package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.DamagedJournalException;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.chronicle.PositionMap.Stretch;
import org.logbraid.common.frame.MalformedException;

/** Reads with tailers of its own; copies each content once, into an array that is used again. */
final class ChronicleJournalReader implements JournalReader {
    private static final int FIRST_BYTES = 64 * 1024;

    private final ChronicleJournal journal;
    private final CycleTailers tailers;
    private final RollCycle rollCycle;
    private final Excerpt excerpt = new Excerpt();
    private byte[] content = new byte[FIRST_BYTES];
    private int length;
    private @Nullable EntryHeader header;

    ChronicleJournalReader(ChronicleJournal journal, CycleTailers tailers, RollCycle rollCycle) {
        this.journal = journal;
        this.tailers = tailers;
        this.rollCycle = rollCycle;
    }

    @Override
    public boolean read(long index) throws IOException {
        if (index > journal.lastIndex()) {
            return false;
        }
        if (index < journal.firstIndex()) {
            throw new IOException("entry " + index + " is no longer kept, the first one is " + journal.firstIndex()
                    + ": folder=" + journal.folder());
        }
        Stretch stretch = journal.map().of(index);
        int sequence = Math.toIntExact(stretch.firstSequence() + (index - stretch.firstIndex()));
        long position = rollCycle.toIndex(stretch.cycle(), sequence);
        CycleTailers.CycleTailer on = tailers.of(stretch.cycle());
        String wrong = position == on.next ? step(on.tailer, position, stretch.cycle(), sequence) : "";
        if (wrong != null) {
            wrong = on.tailer.moveToIndex(position)
                    ? step(on.tailer, position, stretch.cycle(), sequence)
                    : "it is not there";
        }
        if (wrong == null && excerpt.index() != index) {
            wrong = "another entry stands in its place: " + excerpt.index();
        }
        if (wrong != null) {
            on.next = -1;
            throw new DamagedJournalException("entry " + index + " of the journal cannot be read: " + wrong + ": path="
                    + CycleFiles.path(journal.folder(), stretch.cycle()));
        }
        on.next = position + 1;
        try {
            header = excerpt.entryHeader();
        } catch (MalformedException e) {
            throw new IOException("entry " + index + " of the journal: " + e.getMessage(), e);
        }
        return true;
    }

    /** Copies the next document; answers what is wrong with it, or null. */
    private @Nullable String step(ExcerptTailer tailer, long position, int cycle, int sequence) {
        try (DocumentContext document = tailer.readingDocument()) {
            Wire wire = document.isPresent() ? document.wire() : null;
            if (wire == null || document.index() != position) {
                return "it is not there";
            }
            Bytes<?> bytes = wire.bytes();
            int total = (int) bytes.readRemaining();
            if (total < Excerpt.HEADER_BYTES) {
                return "it is shorter than a header";
            }
            bytes.read(excerpt.header());
            length = total - Excerpt.HEADER_BYTES;
            if (length > content.length) {
                content = new byte[Math.max(length, content.length * 2)];
            }
            bytes.read(content, 0, length);
            return excerpt.check(total, cycle, sequence, content);
        }
    }

    @Override
    public EntryHeader header() {
        if (header == null) {
            throw new IllegalStateException("nothing has been read yet");
        }
        return header;
    }

    @Override
    public byte[] content() {
        return content;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void close() {
        tailers.close();
    }
}
