package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.collector.quorum.VoteState;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.Disk;

/**
 * The files that a running collector hands to others, and those that it fetches from them.
 *
 * <p>Lives on the {@code collector-join} thread; {@link #take} and {@link #neededIndex} are safe for {@code collector-quorum},
 * {@link #fetchEnded} for all.
 */
public final class FileExchange implements DutyCycle, Closeable {
    private final JoinSource source;
    private final EndedFetch fetch;

    /**
     * Serves nobody yet, and fetches nothing.
     *
     * @param reserveBytes room that a fetch leaves in the folder of outputs at least
     * @param votes newest list of members
     * @param onAsked called after something was taken: wakes the thread
     */
    public FileExchange(
            Disk disk,
            Path data,
            Path outFolder,
            long reserveBytes,
            Journal journal,
            PeerChannel channel,
            Supplier<VoteState> votes,
            JoinSource.Self self,
            Clock clock,
            Runnable onAsked) {
        var way = new PeerWay(channel, self);
        source = new JoinSource(disk, data, outFolder, journal, way, votes, clock, onAsked);
        fetch = new EndedFetch(
                disk,
                data,
                outFolder,
                reserveBytes,
                () -> others(votes.get(), self),
                (member, piece) -> way.send(
                        member.address(),
                        member.incarnation(),
                        JoinServing.logOf(votes.get()),
                        votes.get().term(),
                        piece),
                clock,
                onAsked);
    }

    private static List<Entry.Member> others(VoteState votes, JoinSource.Self self) {
        Entry.Members list = votes.members();
        return list == null
                ? List.of()
                : list.members().stream()
                        .filter(member -> !member.name().equals(self.name()))
                        .toList();
    }

    /** Takes what another collector asks for, or tells. */
    public void take(Envelope envelope) {
        if (envelope.message() instanceof Told told) {
            fetch.take(told);
        } else {
            source.ask(envelope);
        }
    }

    /** Fetches the files that have ended and are not here. */
    public CompletableFuture<FetchAnswer> fetchEnded() {
        return fetch.ask();
    }

    /** Entries from here on are needed by somebody who joins; the greatest number when there is nobody. */
    public long neededIndex() {
        return source.neededIndex();
    }

    @Override
    public int turn() throws IOException {
        return source.turn() + fetch.turn();
    }

    @Override
    public long mostRestNanos() {
        return fetch.mostRestNanos();
    }

    @Override
    public void close() throws IOException {
        source.close();
        fetch.close();
    }
}
