package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.quorum.QuorumCore.Proposed;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.wire.InstanceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the core: hands it proposals, the time and what is durable, and carries out what it wants done. While the
 * journal has no room, frames stay where they are: their bounded queue fills, and agents wait by their credit.
 *
 * <p>Lives on the {@code collector-quorum} thread; {@link #offer}, {@link #view}, {@link #isJournalFull} and
 * {@link #release} are safe for all.
 */
public final class QuorumCycle implements DutyCycle, Proposals {
    private static final Logger log = LoggerFactory.getLogger(QuorumCycle.class);

    private static final long BYTES_PER_TURN = 4 * 1024 * 1024;
    private static final long TRY_AGAIN_NANOS = 100_000_000;

    /** A journal that has made room for itself by then has not waited for anybody. */
    private static final long SAY_NANOS = 1_000_000_000;

    private final Journal journal;
    private final VoteStore votes;
    private final Clock clock;
    private final Supplier<Durable> durable;
    private final Runnable onProgress;
    private final QuorumCore core;
    private final ProposalQueue proposals = new ProposalQueue();
    private final RecentEntries recent;
    private @Nullable EntryHeader appended;
    private volatile boolean full;
    private boolean saidFull;
    private long fullSinceNanos;
    private long framesAgainNanos;
    private long othersAgainNanos;
    private long releasedIndex;
    private volatile long releasableIndex;
    private volatile QuorumView view;

    private QuorumCycle(
            QuorumCore.Log found,
            String name,
            VoteState state,
            Entry.Members first,
            Acks acks,
            Journal journal,
            RecentEntries recent,
            VoteStore votes,
            Clock clock,
            Supplier<Durable> durable,
            Runnable onProgress) {
        this.journal = journal;
        this.recent = recent;
        this.votes = votes;
        this.clock = clock;
        this.durable = durable;
        this.framesAgainNanos = clock.monotonicNanos();
        this.othersAgainNanos = framesAgainNanos;
        this.onProgress = onProgress;
        this.core = new QuorumCore(name, first, state, found, acks, new Hands());
        this.view = core.view();
    }

    /**
     * Makes the cycle of a collector that is alone.
     *
     * @param name the collector's name
     * @param recent gets what was appended
     * @param random draws the id of a new log
     * @param durable what {@link SyncCycle#durable} says
     * @param onProgress called after entries were appended or committed: wakes the threads of journal-sync and merge
     * @throws IOException when votes and journal do not belong together, or to a collector of another name
     */
    public static QuorumCycle open(
            String name,
            Acks acks,
            Journal journal,
            RecentEntries recent,
            VoteStore votes,
            RandomGenerator random,
            Clock clock,
            Supplier<Durable> durable,
            Runnable onProgress)
            throws IOException {
        if (votes.fresh() && journal.lastIndex() > 0) {
            throw new IOException("there is a journal but no file of votes, part of the data folder is missing: restore"
                    + " it, or start with a new data folder: path=" + votes.path());
        }
        VoteState state = votes.state();
        if (state.members() != null && !holdsMembers(journal, state.membersIndex())) {
            state = state.members(null, 0);
        }
        if (state.members() != null) {
            requireMember(name, state, votes);
        }
        var alone = new Entry.Member(name, state.incarnation(), true);
        var first = new Entry.Members(new InstanceId(random.nextLong(), random.nextLong()), List.of(alone));
        var found = new QuorumCore.Log(
                journal.lastIndex(), journal.lastTerm(), journal.lastLogTimeNanos(), journal.knownCommitIndex());
        return new QuorumCycle(found, name, state, first, acks, journal, recent, votes, clock, durable, onProgress);
    }

    /** The list is stored before its entry is appended, and the entry may never have come so far. */
    private static boolean holdsMembers(Journal journal, long index) throws IOException {
        if (index < journal.firstIndex()) {
            return true;
        }
        try (JournalReader reader = journal.openReader()) {
            return reader.read(index) && reader.header().type() == EntryType.MEMBERS;
        }
    }

    private static void requireMember(String name, VoteState state, VoteStore votes) throws IOException {
        List<Entry.Member> members =
                state.members() == null ? List.of() : state.members().members();
        for (Entry.Member member : members) {
            if (member.incarnation().equals(state.incarnation())
                    && !member.name().equals(name)) {
                throw new IOException("the data folder belongs to collector '" + member.name() + "', not to '" + name
                        + "': start it under its name, or with another data folder: path=" + votes.path());
            }
        }
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
        return full;
    }

    /** Entries below an index are no longer needed by this collector's merge; carried out in a later turn. */
    public void release(long firstNeededIndex) {
        releasableIndex = firstNeededIndex;
    }

    @Override
    public int turn() throws IOException {
        core.durable(durable.get());
        core.tick(clock.epochNanos(), clock.monotonicNanos());
        int done = drain();
        long releasable = releasableIndex;
        if (releasable > releasedIndex) {
            journal.release(releasable);
            releasedIndex = releasable;
            done++;
        }
        QuorumView now = core.view();
        if (!now.equals(view)) {
            view = now;
            onProgress.run();
            done++;
        }
        return done;
    }

    private int drain() throws IOException {
        long now = clock.monotonicNanos();
        boolean framesToo = now - framesAgainNanos >= 0;
        if (!framesToo && now - othersAgainNanos < 0) {
            return 0;
        }
        int done = 0;
        long bytes = 0;
        while (bytes < BYTES_PER_TURN) {
            Proposal next = proposals.next(framesToo);
            if (next == null) {
                break;
            }
            Proposed outcome = core.propose(
                    next.type(), next.content(), next.length(), clock.epochNanos(), clock.monotonicNanos());
            if (outcome != Proposed.APPENDED) {
                if (framesToo && full && next.type() == EntryType.FRAME) {
                    framesToo = false; // the others need less
                    continue;
                }
                break;
            }
            proposals.taken();
            bytes += next.length();
            if (!recent.offer(Objects.requireNonNull(appended), next)) {
                next.release();
            }
            done++;
        }
        return done;
    }

    private void noRoom(EntryType type, JournalFullException e) throws IOException {
        long now = clock.monotonicNanos();
        if (type == EntryType.FRAME) {
            framesAgainNanos = now + TRY_AGAIN_NANOS;
        } else {
            othersAgainNanos = now + TRY_AGAIN_NANOS;
        }
        journal.release(releasedIndex); // what is kept beyond what is needed makes way
        if (!full) {
            full = true;
            fullSinceNanos = now;
        } else if (!saidFull && now - fullSinceNanos >= SAY_NANOS) {
            saidFull = true;
            log.warn("the disk is full, agents wait until there is room for the journal: {}", e.getMessage());
        }
    }

    private void roomFor(long index) {
        full = false;
        if (saidFull) {
            saidFull = false;
            log.warn("there is room for the journal again, it goes on: index={}", index);
        }
    }

    /** Carries out what the core wants done. */
    private final class Hands implements QuorumCore.Actions {
        @Override
        public void store(VoteState state) throws IOException {
            votes.store(state);
            core.voteStored(state.term());
        }

        @Override
        public boolean append(EntryHeader header, byte[] content, int length) throws IOException {
            try {
                journal.append(header, content, 0, length);
            } catch (JournalFullException e) {
                noRoom(header.type(), e);
                return false;
            }
            appended = header;
            if (header.type() == EntryType.FRAME || !proposals.hasPassedFrames()) {
                roomFor(header.index());
            }
            return true;
        }
    }
}
