package org.logbraid.collector.merge;

import java.io.IOException;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.output.OutputSyncCycle;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.collector.quorum.RecentEntries;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.DiskFullException;
import org.logbraid.common.frame.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies committed entries in their order, writes what they let out, and leaves snapshots. An entry is applied whole or,
 * where a full disk comes between, not at all: then the state is loaded again and the log replayed.
 *
 * <p>Lives on the {@code collector-merge} thread; {@link #view}, {@link #lastCheck}, {@link #stop} and
 * {@link #isStopped} are safe for all.
 */
public final class MergeCycle implements DutyCycle {
    private static final Logger LOG = LoggerFactory.getLogger(MergeCycle.class);
    private static final Set<EntryType> END_FILES = Set.of(EntryType.ROTATE, EntryType.CONFIG);
    private static final int ENTRIES_PER_TURN = 64;
    private static final int BYTES_PER_TURN = 4 * 1024 * 1024;
    private static final long MILLI = 1_000_000;
    private static final long VIEW_NANOS = 20 * MILLI;
    private static final long RETRY_NANOS = 100 * MILLI;
    private static final long SECOND = 1_000 * MILLI;
    private static final long REFUSED_REST_NANOS = MILLI;
    private static final long STOP_NANOS = 5 * SECOND;
    private static final long FORCE_IDLE_NANOS = 200 * MILLI;

    private final Recovery recovery;
    private final CommittedEntries entries;
    private final Checkpoints checkpoints;
    private final Supplier<QuorumView> quorum;
    private final Clock clock;
    private final Telling telling;
    private final FullDisk fullDisk;
    private final Forcing forcing;
    private final long lastTermBefore;

    private Recovery.@Nullable Loaded loaded;
    private boolean settled;
    private boolean changedSinceView = true;
    private long viewedNanos;
    private long triedNanos;
    private long lookedNanos;
    private long stopSeenNanos;

    private volatile MergeView view = MergeView.NOTHING;
    private volatile @Nullable Check lastCheck;
    private volatile boolean stopping;
    private volatile boolean stopped;

    /**
     * Loads what a start goes on from; entries are applied by {@link #turn}.
     *
     * @param recent entries that need not be read from the journal
     * @param quorum newest view of the quorum: entries up to its commit index are applied
     * @param applied bounded queue to the intake; when it is full, nothing more is applied
     * @param checkpoints made for this
     * @param syncs turned beside this
     * @throws org.logbraid.collector.output.OutputMismatchException when the collector must not start
     */
    public MergeCycle(
            Recovery recovery,
            Journal journal,
            RecentEntries recent,
            Supplier<QuorumView> quorum,
            Clock clock,
            Queue<Applied> applied,
            Checkpoints checkpoints,
            OutputSyncCycle syncs)
            throws IOException {
        this.recovery = recovery;
        this.fullDisk = new FullDisk(recovery.notices());
        this.entries = new CommittedEntries(journal, recent);
        this.checkpoints = checkpoints;
        this.quorum = quorum;
        this.clock = clock;
        this.telling = new Telling(applied);
        this.forcing = new Forcing(syncs, telling, fullDisk);
        this.lastTermBefore = Math.max(journal.lastTerm(), quorum.get().term());
        try {
            load();
        } catch (DiskFullException e) {
            giveUpState(e, clock.monotonicNanos());
        }
    }

    private Recovery.Loaded load() throws IOException {
        Recovery.Loaded fresh = recovery.load(telling);
        loaded = fresh;
        telling.loaded(fresh.state().appliedIndex());
        checkpoints.at(fresh);
        changedSinceView = true;
        forcing.changed();
        return fresh;
    }

    @Override
    public int turn() throws IOException, MalformedException {
        if (stopped) {
            return 0;
        }
        long now = clock.monotonicNanos();
        int done = 0;
        try {
            Recovery.Loaded on = loaded;
            if (on == null && now - triedNanos >= SECOND && forcing.settle()) {
                on = load();
            }
            done = on == null ? 0 : work(on, now);
        } catch (DiskFullException e) {
            giveUpState(e, now);
        }
        if (stopping) {
            stopSeenNanos = stopSeenNanos == 0 ? now : stopSeenNanos;
            if (done == 0 || now - stopSeenNanos > STOP_NANOS) {
                finish();
            }
        }
        return done;
    }

    /**
     * What was written while there was more to do is made durable when there is no more; and nobody says that the queue to the intake
     * has room again.
     */
    @Override
    public long mostRestNanos() {
        if (telling.isRefused()) {
            return REFUSED_REST_NANOS;
        }
        return loaded == null ? Long.MAX_VALUE : forcing.mostRestNanos(clock.monotonicNanos(), FORCE_IDLE_NANOS);
    }

    private int work(Recovery.Loaded on, long now) throws IOException, MalformedException {
        if (!telling.flush()) {
            return 0;
        }
        if (on.outputs().isStalled()) {
            if (now - triedNanos < RETRY_NANOS) {
                return 0;
            }
            triedNanos = now;
            on.outputs().flush();
            if (on.outputs().isStalled()) {
                publish(on, now);
                return 0;
            }
        }
        int done = applySome(on, now);
        if (done == 0) {
            on.outputs().flush();
        }
        if (!on.outputs().isStalled()) {
            forcing.turn(on, now, done == 0 ? FORCE_IDLE_NANOS : SECOND);
            if (now - lookedNanos >= SECOND && !forcing.isUnderWay()) {
                lookedNanos = now;
                on.outputs().lookForNames(on.state().appliedIndex());
            }
            snapshotIfDue(on, now);
        }
        if (done == 0 || now - viewedNanos >= VIEW_NANOS) {
            publish(on, now);
        }
        return done;
    }

    private int applySome(Recovery.Loaded on, long now) throws IOException, MalformedException {
        QuorumView known = quorum.get();
        long index = on.state().appliedIndex() + 1;
        int bytes = 0;
        int done = 0;
        while (done < ENTRIES_PER_TURN
                && bytes < BYTES_PER_TURN
                && index <= known.commitIndex()
                && !checkpoints.isDue(on, now)
                && !on.outputs().isStalled()
                && telling.flush()) {
            entries.step(index);
            if (END_FILES.contains(entries.header().type()) && (!known.isDurable(index) || forcing.isUnderWay())) {
                break; // a file must not be ended by an entry that a power cut may take
            }
            apply(on);
            bytes += entries.length();
            entries.release();
            index++;
            done++;
        }
        return done;
    }

    private void apply(Recovery.Loaded on) throws IOException, MalformedException {
        EntryHeader header = entries.header();
        telling.begins(header.index());
        on.state().apply(header, entries.content(), entries.length(), entries.isChecked());
        telling.ends();
        checkpoints.applied(entries.length());
        changedSinceView = true;
        forcing.changed();
        if (header.type() == EntryType.MEMBERS) {
            on.outputs().belongsTo(on.state().view().log());
        } else if (header.type() == EntryType.CHECK) {
            lastCheck = on.check(header.index());
        } else if (header.type() == EntryType.TERM && header.term() > lastTermBefore && !settled) {
            on.outputs().requireSettled();
            settled = true;
        }
    }

    /** A snapshot speaks of entries that this disk has, so that a journal never ends before it. */
    private void snapshotIfDue(Recovery.Loaded on, long now) throws IOException {
        if (checkpoints.isDue(on, now)
                && quorum.get().isDurable(on.state().appliedIndex())
                && !forcing.isUnderWay()
                && forcing.now(on)) {
            checkpoints.take(on, now);
            entries.rest(); // files below the snapshot may go now
            on.blocks().rest();
        }
    }

    private void publish(Recovery.Loaded on, long now) {
        if (changedSinceView && on.state().appliedIndex() >= view.appliedIndex()) { // a replay shows nothing old
            viewedNanos = now;
            view = on.state().view();
            changedSinceView = false;
        }
    }

    /** An entry could not be applied whole: what is in memory is void, and is loaded again when there is room. */
    private void giveUpState(DiskFullException e, long now) throws IOException {
        long failedAt = 0;
        if (loaded != null) {
            failedAt = loaded.state().appliedIndex() + 1;
            forcing.giveUp(loaded.opened());
            loaded = null;
        }
        fullDisk.cameBetween(e, failedAt);
        triedNanos = now;
    }

    private void finish() throws IOException {
        if (!forcing.settle()) {
            return; // a later turn does
        }
        Recovery.Loaded on = loaded;
        if (on != null) {
            try {
                if (!forcing.now(on)) {
                    LOG.warn("stopping on a full disk: the journal keeps what could not be written");
                } else if (checkpoints.isWorthwhile(on)
                        && quorum.get().isDurable(on.state().appliedIndex())) {
                    checkpoints.take(on, clock.monotonicNanos());
                }
            } catch (DiskFullException e) {
                LOG.warn("stopping on a full disk: the journal keeps what could not be written: {}", e.getMessage());
            }
            view = on.state().view();
            Farewell.say(view);
            on.opened().close();
            loaded = null;
        }
        entries.close();
        stopped = true;
    }

    /** The newest view. */
    public MergeView view() {
        return view;
    }

    /** What the newest CHECK entry made this collector note, or null before the first. */
    public @Nullable Check lastCheck() {
        return lastCheck;
    }

    /** Asks for the end: the turns that follow apply what is committed, force it, leave a snapshot and say what waits. */
    public void stop() {
        stopping = true;
    }

    /** Whether nothing will be written any more. */
    public boolean isStopped() {
        return stopped;
    }
}
