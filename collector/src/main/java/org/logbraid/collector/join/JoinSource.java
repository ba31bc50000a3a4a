package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.AskEnded;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.collector.quorum.VoteState;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.wire.InstanceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out what a joining collector needs: the newest snapshot, the files that it speaks of, and the journal from what it
 * needs on. What is handed out stays readable for as long as somebody asks for it. Whoever asks for a file that has ended gets that, too.
 *
 * <p>Lives on the {@code collector-join} thread; {@link #ask} and {@link #neededIndex} are safe for {@code collector-quorum}.
 */
public final class JoinSource implements DutyCycle, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JoinSource.class);
    private static final int MOST_ASKED = 64;
    private static final long FORGOTTEN_NANOS = 30_000_000_000L;
    private static final byte[] NOTHING = {};

    private final Disk disk;
    private final Path data;
    private final Path outFolder;
    private final Journal journal;
    private final PeerWay way;
    private final Supplier<VoteState> votes;
    private final Clock clock;
    private final Runnable onAsked;
    private final Queue<Envelope> asked = new SpscArrayQueue<>(MOST_ASKED);
    private final Map<InstanceId, JoinServing> served = new HashMap<>();
    private final EndedServing ended;
    private volatile long neededIndex = Long.MAX_VALUE;

    /**
     * Who answers.
     *
     * @param address its collectors' port, as others reach it
     */
    public record Self(String name, InstanceId incarnation, String address) {}

    /**
     * Serves nobody yet.
     *
     * @param votes newest list of members
     * @param onAsked called after each request was taken: wakes the thread
     */
    JoinSource(
            Disk disk,
            Path data,
            Path outFolder,
            Journal journal,
            PeerWay way,
            Supplier<VoteState> votes,
            Clock clock,
            Runnable onAsked) {
        this.disk = disk;
        this.data = data;
        this.outFolder = outFolder;
        this.journal = journal;
        this.way = way;
        this.votes = votes;
        this.clock = clock;
        this.onAsked = onAsked;
        this.ended = new EndedServing(disk, data, outFolder);
    }

    /** Takes a request; one too many is lost, and asked again. */
    public void ask(Envelope envelope) {
        if (asked.offer(envelope)) {
            onAsked.run();
        }
    }

    /** Entries from here on are needed by somebody who joins; the greatest number when there is nobody. */
    public long neededIndex() {
        return neededIndex;
    }

    @Override
    public int turn() throws IOException {
        int done = 0;
        for (Envelope envelope = asked.poll(); envelope != null; envelope = asked.poll()) {
            if (envelope.message() instanceof Ask ask) {
                answer(envelope, ask);
                done++;
            } else if (envelope.message() instanceof AskEnded ask) {
                answer(envelope, ask);
                done++;
            }
        }
        forgetThoseWhoAskNoMore();
        return done;
    }

    private void answer(Envelope from, Ask ask) throws IOException {
        JoinServing serving = ask.part() == JoinOffer.OFFER ? offer(from) : served.get(from.incarnation());
        if (serving == null || (ask.part() != JoinOffer.OFFER && serving.offer().index() != ask.snapshot())) {
            send(from, ask.number(), Result.GONE, NOTHING);
            return;
        }
        serving.used(clock.monotonicNanos());
        try {
            byte[] piece = serving.piece(ask);
            send(from, ask.number(), piece == null ? Result.SAME : Result.PIECE, piece == null ? NOTHING : piece);
        } catch (IOException e) {
            LOG.warn("a piece cannot be handed to a joining collector, it begins anew: {}", e.getMessage());
            drop(from.incarnation());
            send(from, ask.number(), Result.GONE, NOTHING);
        }
    }

    private void answer(Envelope from, AskEnded ask) throws IOException {
        byte[] piece = null;
        try {
            piece = ended.piece(ask, clock.monotonicNanos());
        } catch (IOException e) {
            LOG.warn("a file that another collector fetches cannot be read: {}", e.getMessage());
            ended.close();
        }
        send(from, ask.number(), piece == null ? Result.GONE : Result.PIECE, piece == null ? NOTHING : piece);
    }

    private @Nullable JoinServing offer(Envelope from) throws IOException {
        drop(from.incarnation());
        neededIndex = Math.min(neededIndex, journal.firstIndex()); // nothing goes while it is looked at
        JoinServing serving = JoinServing.open(disk, data, outFolder, journal, votes.get());
        if (serving != null) {
            served.put(from.incarnation(), serving);
            LOG.info(
                    "a collector joins: name={} snapshot={}",
                    from.from(),
                    serving.offer().index());
        }
        count();
        return serving;
    }

    private void send(Envelope to, long number, Result result, byte[] bytes) {
        var told = new Told(number, result, bytes, 0, bytes.length);
        way.send(to.address(), to.incarnation(), JoinServing.logOf(votes.get()), to.term(), told);
    }

    private void forgetThoseWhoAskNoMore() throws IOException {
        long now = clock.monotonicNanos();
        if (now - ended.usedAt() > FORGOTTEN_NANOS) {
            ended.close();
        }
        for (InstanceId each : List.copyOf(served.keySet())) {
            JoinServing serving = served.get(each);
            if (serving != null && now - serving.usedAt() > FORGOTTEN_NANOS) {
                drop(each);
                count();
            }
        }
    }

    private void drop(InstanceId joiner) throws IOException {
        JoinServing gone = served.remove(joiner);
        if (gone != null) {
            gone.close();
        }
    }

    private void count() {
        neededIndex = served.values().stream()
                .mapToLong(serving -> serving.offer().firstEntry())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        for (InstanceId each : List.copyOf(served.keySet())) {
            drop(each);
        }
        ended.close();
    }
}
