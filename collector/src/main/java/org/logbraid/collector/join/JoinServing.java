package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.output.OutputState;
import org.logbraid.collector.output.Snapshot;
import org.logbraid.collector.output.SnapshotFiles;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.quorum.VoteState;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.wire.InstanceId;

/**
 * What one joining collector is served: an offer, and the files behind it, held open for as long as it asks.
 *
 * <p>Not thread-safe: lives on the {@code collector-join} thread.
 */
final class JoinServing implements Closeable {
    /** Most bytes of one piece, but for a single entry that is longer. */
    static final int PIECE_BYTES = 1024 * 1024;

    private static final int MOST_ENTRY_BYTES = 3 * 1024 * 1024;

    private final JoinOffer offer;
    private final SnapshotFiles files;
    private final JournalReader entries;
    private long usedAt;

    private JoinServing(JoinOffer offer, SnapshotFiles files, JournalReader entries) {
        this.offer = offer;
        this.files = files;
        this.entries = entries;
    }

    /** Opens what the newest snapshot speaks of; null when that cannot be had just now. */
    static @Nullable JoinServing open(Disk disk, Path data, Path outFolder, Journal journal, VoteState votes)
            throws IOException {
        SnapshotFiles files = SnapshotFiles.open(disk, data, outFolder);
        if (files == null) {
            return null;
        }
        Snapshot snapshot = files.snapshot();
        long first = Math.min(snapshot.firstNeeded(), snapshot.index()); // one at least, so that the journal has an end
        List<JoinOffer.Output> outputs = new ArrayList<>();
        for (OutputState state : snapshot.outputs()) {
            outputs.add(new JoinOffer.Output(state.file(), state.lengthBytes()));
        }
        boolean newest = votes.membersIndex() < first;
        Entry.Members list = newest ? votes.members() : votes.before();
        long listIndex = newest ? votes.membersIndex() : votes.beforeIndex();
        boolean known = listIndex > 0 && listIndex < first; // later ones are among the entries
        var offer = new JoinOffer(
                snapshot.index(),
                logOf(votes),
                files.encoded().length,
                files.history().length,
                first,
                outputs,
                known ? list : null,
                known ? listIndex : 0);
        return new JoinServing(offer, files, journal.openReader());
    }

    static InstanceId logOf(VoteState votes) {
        Entry.Members list = votes.members();
        return list == null ? InstanceId.NONE : list.log();
    }

    JoinOffer offer() {
        return offer;
    }

    void used(long now) {
        usedAt = now;
    }

    /** When it was asked for last, by the monotonic clock. */
    long usedAt() {
        return usedAt;
    }

    /**
     * A piece of it.
     *
     * @return null when whoever asks has the very bytes
     * @throws IOException when it cannot be read, or there is no such part
     */
    byte @Nullable [] piece(Ask ask) throws IOException {
        return switch (ask.part()) {
            case JoinOffer.OFFER -> offer.encode();
            case JoinOffer.SNAPSHOT -> part(files.encoded(), ask);
            case JoinOffer.HISTORY -> part(files.history(), ask);
            case JoinOffer.ENTRIES -> entries(ask.from());
            default -> output(ask);
        };
    }

    private static byte[] part(byte[] whole, Ask ask) {
        int at = (int) Math.min(ask.from(), whole.length);
        int length = Math.min(Math.min(ask.length(), PIECE_BYTES), whole.length - at);
        byte[] part = new byte[length];
        System.arraycopy(whole, at, part, 0, length);
        return part;
    }

    private byte[] entries(long first) throws IOException {
        var sink = new ByteSink(64 * 1024);
        for (long index = first; index <= offer.index(); index++) {
            if (!entries.read(index)) {
                throw new IOException("an entry is not in the journal: index=" + index);
            }
            int next = PeerCodec.itemBytes(entries.length());
            if (sink.length() > 0 && sink.length() + next > PIECE_BYTES) {
                break;
            }
            if (next > MOST_ENTRY_BYTES) {
                throw new IOException("an entry is too long: index=" + index);
            }
            PeerCodec.item(entries.header(), entries.content(), entries.length(), sink);
        }
        return sink.toArray();
    }

    private byte @Nullable [] output(Ask ask) throws IOException {
        int which = ask.part() - JoinOffer.FIRST_OUTPUT;
        if (which < 0 || which >= files.outputs().size()) {
            throw new IOException("there is no such part: " + ask.part());
        }
        DiskFile file = files.outputs().get(which);
        long end = offer.outputs().get(which).lengthBytes();
        int length = (int) Math.max(0, Math.min(Math.min(ask.length(), PIECE_BYTES), end - ask.from()));
        byte[] bytes = new byte[length];
        if (file.readAll(bytes, 0, length, ask.from()) < length) {
            throw new IOException("an output is shorter than its snapshot says");
        }
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return ask.hasSum() && (int) crc.getValue() == ask.sum() ? null : bytes;
    }

    @Override
    public void close() throws IOException {
        files.close();
        entries.close();
    }
}
