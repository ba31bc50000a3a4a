package org.logbraid.collector.quorum;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.wire.InstanceId;

/**
 * Drives the core: hands it proposals, the time and what is durable, and carries out what it wants done. While the
 * journal has no room, frames stay where they are: their bounded queue fills, and agents wait by their credit.
 *
 * <p>Lives on the {@code collector-quorum} thread; {@link #offer}, {@link #view}, {@link #isJournalFull} and
 * {@link #release} are safe for all.
 */
public final class QuorumCycle implements DutyCycle, Proposals, Closeable {
    private static final long BYTES_PER_TURN = 4 * 1024 * 1024;
    private static final long SHOW_NANOS = 100_000_000;
    private static final long REST_NANOS = 20_000_000;
    private static final int MESSAGES_PER_TURN = 64;

    private final Clock clock;
    private final Supplier<Durable> durable;
    private final Runnable onProgress;
    private final QuorumCore core;
    private final @Nullable PeerLink link;
    private final ProposalQueue proposals = new ProposalQueue();
    private final RecentEntries recent;
    private final JournalRoom room;
    private final Hands hands;
    private final AskedChanges changes;
    private long releasedIndex;
    private volatile long releasableIndex;
    private long shownNanos;
    private volatile boolean handingOver;
    private final Comparison comparison = new Comparison();
    private final GroupNotices notices;
    private volatile Supplier<PeerMessage.@Nullable Checked> noted = () -> null;
    private volatile String source = "";
    private volatile Consumer<Envelope> onFetching = message -> {};
    private volatile GroupView group = GroupView.NOTHING;
    private volatile QuorumView view;

    private QuorumCycle(
            Membership membership,
            VoteState state,
            Journal journal,
            RecentEntries recent,
            VoteStore votes,
            RandomGenerator random,
            Clock clock,
            Supplier<Durable> durable,
            Runnable onProgress) {
        this.recent = recent;
        this.clock = clock;
        this.durable = durable;
        this.room = new JournalRoom(journal, clock.monotonicNanos());
        this.shownNanos = clock.monotonicNanos() - SHOW_NANOS;
        this.onProgress = onProgress;
        this.link = membership.channel() == null ? null : new PeerLink(membership.channel(), journal);
        this.hands = new Hands(journal, votes, recent, room, random, clock, link, membership.reach());
        var found = new QuorumCore.Log(
                journal.lastIndex(),
                journal.lastTerm(),
                Math.min(journal.lastIndex(), Math.max(journal.knownCommitIndex(), membership.committedIndex())));
        this.core = new QuorumCore(
                membership.name(),
                membership.configured(),
                new InstanceId(random.nextLong(), random.nextLong()),
                state,
                found,
                membership.acks(),
                hands);
        hands.belongTo(core);
        this.changes = new AskedChanges(core);
        this.notices = new GroupNotices(clock.monotonicNanos());
        this.view = core.view();
    }

    /**
     * Makes the cycle.
     *
     * @param recent gets what was appended
     * @param random draws the id of a new log, and spreads elections
     * @param durable what {@link SyncCycle#durable} says
     * @param onProgress called after entries were appended or committed: wakes the threads of journal-sync and merge
     * @throws IOException when votes and journal do not belong together, or to a collector of another name
     */
    public static QuorumCycle open(
            Membership membership,
            Journal journal,
            RecentEntries recent,
            VoteStore votes,
            RandomGenerator random,
            Clock clock,
            Supplier<Durable> durable,
            Runnable onProgress)
            throws IOException {
        VoteState state = FoundState.of(membership.name(), journal, votes);
        return new QuorumCycle(membership, state, journal, recent, votes, random, clock, durable, onProgress);
    }

    @Override
    public boolean offer(Proposal proposal) {
        return proposals.offer(proposal);
    }

    /** What can be seen from outside. */
    public QuorumView view() {
        return view;
    }

    /** Whether frames wait for room for the journal. */
    public boolean isJournalFull() {
        return room.isFull();
    }

    /** Entries below an index are no longer needed by this collector's merge; carried out in a later turn. */
    public void release(long firstNeededIndex) {
        releasableIndex = firstNeededIndex;
    }

    @Override
    public int turn() throws IOException {
        core.durable(durable.get(), clock.monotonicNanos());
        int done = listen();
        long now = clock.monotonicNanos();
        core.tick(clock.epochNanos(), now);
        if (handingOver && core.handOver(now)) {
            handingOver = false;
        }
        changes.turn(now);
        done += drain();
        core.flush(clock.monotonicNanos());
        long releasable = releasableIndex;
        if (releasable > releasedIndex) {
            hands.release(releasable, hasOthers() ? core.heldByAll() + 1 : Long.MAX_VALUE);
            releasedIndex = releasable;
            done++;
        }
        QuorumView seen = core.view();
        if (!seen.equals(view)) {
            view = seen;
            onProgress.run();
            done++;
        }
        show(now);
        return done;
    }

    private int listen() throws IOException {
        PeerLink from = link;
        int done = 0;
        while (from != null && done < MESSAGES_PER_TURN) {
            PeerChannel.Received received = from.poll();
            if (received == null) {
                break;
            }
            done++;
            try {
                Envelope envelope = from.read(received);
                if (envelope != null && envelope.message() instanceof PeerMessage.Fetching) {
                    onFetching.accept(envelope);
                } else if (envelope != null && envelope.message() instanceof PeerMessage.Checked checked) {
                    comparison.heard(envelope.from(), checked);
                } else if (envelope != null) {
                    core.receive(envelope, clock.monotonicNanos());
                }
            } finally {
                received.release();
            }
        }
        return done;
    }

    private void show(long now) throws IOException {
        if (now - shownNanos >= SHOW_NANOS) {
            shownNanos = now;
            PeerMessage.Checked checked = noted.get();
            if (link != null && checked != null && comparison.noted(checked)) {
                hands.tell(group, checked);
            }
            group = core.group(now).with(comparison.difference(), comparison.agreedIndex());
            source = core.source();
            notices.look(group, view, now);
            if (link != null) {
                link.turn(now);
                link.window().heldByAll(core.heldByAll());
            }
        }
    }

    /** Heartbeats and elections are due by the clock. */
    @Override
    public long mostRestNanos() {
        return link == null ? Long.MAX_VALUE : REST_NANOS;
    }

    /** How the members fare. */
    public GroupView group() {
        return group;
    }

    /** Whether another member may lead. */
    public boolean hasOthers() {
        return group.members().size() > 1;
    }

    /** Asks for a change of the list of members; answered when it is committed. Safe for all threads. */
    public CompletableFuture<MemberChange.Answer> change(MemberChange change) {
        return changes.ask(change);
    }

    /** The collectors' port of whom this collector has to fetch a snapshot from, empty while it need not. */
    public String source() {
        return source;
    }

    /** What the newest CHECK entry made this collector note; before the first turn. */
    public void onChecked(Supplier<PeerMessage.@Nullable Checked> newest) {
        noted = newest;
    }

    /** Who gets what collectors say that fetch files, and what they are answered; before the first turn. */
    public void onFetching(Consumer<Envelope> taker) {
        onFetching = taker;
    }

    /** Asks for another leader, for this collector is about to stop; done when it leads no longer. */
    public void handOver() {
        handingOver = true;
    }

    @Override
    public void close() throws IOException {
        if (link != null) {
            link.close();
        }
    }

    private int drain() throws IOException {
        long now = clock.monotonicNanos();
        boolean framesToo = room.mayTryFrames(now);
        if (!framesToo && !room.mayTryOthers(now)) {
            return 0;
        }
        int done = 0;
        long bytes = 0;
        while (bytes < BYTES_PER_TURN) {
            Proposal next = proposals.next(framesToo);
            hands.framesWait(proposals.hasPassedFrames());
            if (next == null) {
                break;
            }
            Proposed outcome = core.propose(
                    next.type(), next.content(), next.length(), clock.epochNanos(), clock.monotonicNanos());
            if (outcome == Proposed.NOT_LEADING) { // its leadership is over: who made it asks the next leader
                proposals.taken();
                next.release();
                continue;
            }
            if (outcome != Proposed.APPENDED) {
                if (framesToo && room.isFull() && next.type() == EntryType.FRAME) {
                    framesToo = false; // the others need less
                    continue;
                }
                break;
            }
            proposals.taken();
            bytes += next.length();
            if (link != null && hasOthers()) {
                link.window().add(hands.appended(), next);
            }
            if (!recent.offer(hands.appended(), next)) {
                next.release();
            }
            done++;
        }
        return done;
    }
}
