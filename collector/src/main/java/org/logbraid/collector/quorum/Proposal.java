package org.logbraid.collector.quorum;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.common.channel.AgentsPort;

/**
 * An entry that the leader is asked to make.
 *
 * @param type kind of its content
 * @param content array that holds it from place 0 on
 * @param length how much of the array it is
 * @param lentBy of a checked frame: buffer to give back once the entry is appended or refused; null when the array is
 *     nobody else's
 */
public record Proposal(EntryType type, byte[] content, int length, AgentsPort.@Nullable Body lentBy) {
    public static Proposal of(Entry entry) {
        byte[] content = Entry.encode(entry);
        return new Proposal(entry.type(), content, content.length, null);
    }

    public Proposal(EntryType type, byte[] content, int length, AgentsPort.@Nullable Body lentBy) {
        this.type = type;
        this.content = content;
        this.length = length;
        this.lentBy = lentBy == null ? null : new Held(lentBy);
    }

    /** A frame's body as it came; its slices and lines have been checked. */
    public static Proposal ofFrame(AgentsPort.Body body) {
        return new Proposal(EntryType.FRAME, body.array(), body.length(), body);
    }

    /** One more holds it: to be {@link #release released} once more. */
    void retain() {
        if (lentBy instanceof Held held) {
            held.holders.incrementAndGet();
        }
    }

    /** Whether its content was checked in this process, so that nobody has to do it again. */
    public boolean isChecked() {
        return lentBy != null;
    }

    /** Not needed any more by one who holds it; the last one gives the buffer back. Safe for all threads. */
    public void release() {
        if (lentBy != null) {
            lentBy.release();
        }
    }

    /** A body that several hold. */
    private static final class Held implements AgentsPort.Body {
        private final AgentsPort.Body body;
        private final AtomicInteger holders = new AtomicInteger(1);

        Held(AgentsPort.Body body) {
            this.body = body;
        }

        @Override
        public byte[] array() {
            return body.array();
        }

        @Override
        public int length() {
            return body.length();
        }

        @Override
        public void release() {
            if (holders.decrementAndGet() == 0) {
                body.release();
            }
        }
    }
}
