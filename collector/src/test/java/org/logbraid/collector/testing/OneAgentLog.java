package org.logbraid.collector.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.logbraid.collector.Order;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;
import org.logbraid.common.wire.InstanceId;

/**
 * Writes the log of one agent with one file into a journal. In channel order each line comes out as soon as its entry is
 * applied; in time order, as there are no promises, all at once when the agent ends for good. An entry names the one before it as committed. Not thread-safe.
 */
public final class OneAgentLog {
    private static final long NOON = 1_772_625_600_000_000_000L;
    private static final int GENERATION = 5;

    private final Journal journal;
    private final FrameWriter writer = new FrameWriter();
    private long frames;
    private long end;

    /** Begins a log: a term, its members, its settings and a session. */
    public OneAgentLog(Journal journal, Order order) throws IOException {
        this.journal = journal;
        add(new Entry.Term("c1"));
        add(new Entry.Members(new InstanceId(7, 7), List.of(new Entry.Member("c1", new InstanceId(1, 1), true))));
        add(new Entry.Config("order: " + order.word() + "\nout: merged.log\n"));
        add(new Entry.Session("web1", new InstanceId(1, 1), 7, "main"));
    }

    /** Adds any entry but a frame. */
    public void add(Entry entry) throws IOException {
        add(entry.type(), Entry.encode(entry));
    }

    private void add(EntryType type, byte[] content) throws IOException {
        long before = journal.lastIndex();
        journal.append(new EntryHeader(before + 1, 1, NOON + before, before, type), content, 0, content.length);
    }

    /** Adds a frame of whole lines. */
    public void text(String text) throws IOException {
        writer.begin(1, 0, ++frames);
        if (end == 0) {
            writer.open(GENERATION, "/a".getBytes(StandardCharsets.US_ASCII), new Fingerprint(1, 2, 3), 0);
            writer.firstScanDone();
        }
        writer.beginData(GENERATION, end, StampUnit.SECONDS);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.bytes(bytes, 0, bytes.length);
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                writer.line(i + 1 - from, Frames.NO_TIME);
                from = i + 1;
            }
        }
        end += bytes.length;
        writer.endData(end, StampUnit.SECONDS, false, 0, Resume.NONE);
        add(EntryType.FRAME, writer.finish(BlockCodec.STORED).toArray());
    }

    /** Adds a frame whose line is longer than its bytes, as the next one: no agent makes such. */
    public void unsound() throws IOException {
        writer.begin(1, 0, frames + 1);
        writer.beginData(GENERATION, end, StampUnit.SECONDS);
        writer.bytes(new byte[] {'x', '\n'}, 0, 2);
        writer.line(5, Frames.NO_TIME);
        writer.endData(end + 2, StampUnit.SECONDS, false, 0, Resume.NONE);
        add(EntryType.FRAME, writer.finish(BlockCodec.STORED).toArray());
    }

    /** The agent says goodbye for good. */
    public void bye() throws IOException {
        add(new Entry.Bye(1, true));
    }

    /** Ends the file. */
    public void rotate() throws IOException {
        add(new Entry.Rotate(""));
    }
}
