package org.logbraid.collector.quorum;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jctools.queues.MpmcArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.collector.quorum.CoreActions.Sent;
import org.logbraid.common.HostPort;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quorum's messages on their way to and from the other collectors; entries are read from the journal when they are sent.
 *
 * <p>Not thread-safe: lives on the {@code collector-quorum} thread.
 */
final class PeerLink implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
    private static final int SMALL_BYTES = 256;
    private static final int LARGE_BYTES = 64 * 1024;
    private static final int MOST_SMALL = 64;

    /** As many as are on their way to two members. */
    private static final int MOST_LARGE = 16;

    private static final int MOST_ADDRESSES = 1_024;
    private static final long READER_IDLE_NANOS = 2_000_000_000L;
    private static final Sent NOTHING_SENT = new Sent(0, 0);

    private final PeerChannel channel;
    private final Journal journal;
    private final SendWindow window = new SendWindow();
    private final Queue<ByteSink> small = new MpmcArrayQueue<>(MOST_SMALL);
    private final Queue<ByteSink> large = new MpmcArrayQueue<>(MOST_LARGE);
    private final Map<String, Reader> readers = new HashMap<>();
    private final Map<String, HostPort> addresses = new HashMap<>();
    private boolean saidMalformed;

    private static final class Reader {
        final JournalReader entries;
        long usedAt;

        Reader(JournalReader entries) {
            this.entries = entries;
        }
    }

    PeerLink(PeerChannel channel, Journal journal) {
        this.channel = channel;
        this.journal = journal;
    }

    void send(Entry.Member to, Envelope envelope) {
        HostPort address = address(to.address());
        if (address != null) {
            ByteSink message = take(small);
            PeerCodec.begin(envelope, message);
            hand(address, message);
        }
    }

    private static ByteSink take(Queue<ByteSink> pool) {
        ByteSink free = pool.poll();
        return free == null ? new ByteSink(SMALL_BYTES) : free;
    }

    private void hand(HostPort to, ByteSink message) {
        PeerCodec.finish(message);
        channel.send(to, message.array(), message.length(), () -> {
            boolean unused = (message.array().length > LARGE_BYTES ? large : small).offer(message); // or it is garbage
        });
    }

    /** Sends entries behind the head's previous one. */
    Sent sendEntries(Entry.Member to, Envelope envelope, PeerMessage.Append head, long upTo, int mostBytes, long now)
            throws IOException {
        HostPort address = address(to.address());
        if (address == null) {
            return NOTHING_SENT;
        }
        ByteSink message = take(upTo > head.previousIndex() ? large : small);
        PeerCodec.begin(envelope, message);
        long index = head.previousIndex();
        long bytes = 0;
        while (index < upTo) {
            SendWindow.Kept entry = entry(to, index + 1, now);
            int length =
                    entry == null ? 0 : PeerCodec.itemBytes(entry.proposal().length());
            if (entry == null || (bytes > 0 && bytes + length > mostBytes)) {
                break;
            }
            PeerCodec.item(
                    entry.header(), entry.proposal().content(), entry.proposal().length(), message);
            bytes += length;
            index++;
        }
        hand(address, message);
        return new Sent(index, bytes);
    }

    /** An entry, valid until the next one is asked for: from memory where it is still there, else from the journal. */
    private SendWindow.@Nullable Kept entry(Entry.Member to, long index, long now) throws IOException {
        SendWindow.Kept kept = window.at(index);
        if (kept != null) {
            return kept;
        }
        JournalReader entries = reader(to.name(), now);
        if (!entries.read(index)) {
            return null;
        }
        EntryHeader header = entries.header();
        return new SendWindow.Kept(header, new Proposal(header.type(), entries.content(), entries.length(), null));
    }

    /** What is sent next, in memory while that is short. */
    SendWindow window() {
        return window;
    }

    private JournalReader reader(String name, long now) throws IOException {
        Reader open = readers.get(name);
        if (open == null) {
            open = new Reader(journal.openReader());
            readers.put(name, open);
        }
        open.usedAt = now;
        return open.entries;
    }

    /** Lets go of readers that have not been used for a while: they hold files that may have to go. */
    void turn(long now) throws IOException {
        for (var each = readers.values().iterator(); each.hasNext(); ) {
            Reader open = each.next();
            if (now - open.usedAt > READER_IDLE_NANOS) {
                open.entries.close();
                each.remove();
            }
        }
    }

    private @Nullable HostPort address(String text) {
        if (text.isEmpty()) {
            return null;
        }
        HostPort known = addresses.get(text);
        if (known == null) {
            try {
                known = HostPort.parse(text);
            } catch (IllegalArgumentException e) {
                return null; // nobody of ours says such a thing
            }
            if (addresses.size() >= MOST_ADDRESSES) {
                addresses.clear();
            }
            addresses.put(text, known);
        }
        return known;
    }

    /** What has arrived next; null when nothing has, or nothing that can be read. */
    PeerChannel.@Nullable Received poll() {
        return channel.poll();
    }

    /** Reads what has arrived; null when it is damaged. */
    @Nullable
    Envelope read(PeerChannel.Received received) {
        try {
            return PeerCodec.read(received.array(), received.length());
        } catch (MalformedException e) {
            if (!saidMalformed) {
                saidMalformed = true;
                LOG.warn("a message on the collectors' port cannot be read, said once: {}", e.getMessage());
            }
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        for (Reader open : readers.values()) {
            open.entries.close();
        }
        readers.clear();
        window.clear();
    }
}
