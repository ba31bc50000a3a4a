package org.logbraid.collector;

import java.io.Closeable;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.intake.IntakeCycle;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.join.FetchAnswer;
import org.logbraid.collector.join.FileExchange;
import org.logbraid.collector.join.JoinCycle;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.merge.Applied;
import org.logbraid.collector.merge.Check;
import org.logbraid.collector.merge.Checkpoints;
import org.logbraid.collector.merge.MergeCycle;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.merge.Recovery;
import org.logbraid.collector.output.OutputSyncCycle;
import org.logbraid.collector.output.RoomNotices;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.collector.quorum.GroupView;
import org.logbraid.collector.quorum.LoneRecovery;
import org.logbraid.collector.quorum.Proposal;
import org.logbraid.collector.quorum.QuorumCycle;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.collector.quorum.RecentEntries;
import org.logbraid.collector.quorum.SyncCycle;
import org.logbraid.collector.quorum.VoteStore;
import org.logbraid.collector.status.StatusReport;
import org.logbraid.common.CloseStack;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.Disk;

/**
 * The stages of a collector and the queues between them, wired together: no thread, no clock, no chance and no disk but
 * those that are passed in. A process turns each stage on a thread of its own, a simulation all of them on one.
 *
 * <p>Opened and closed by the thread that wires; {@link #requests}, the views, {@link #stopStep} and {@link #report} are
 * safe for all.
 */
public final class CollectorStages implements Closeable {
    private static final int MOST_APPLIED = 16 * 1024;
    private static final DutyCycle NOTHING_TO_DO = () -> 0;

    private final Consumer<Stage> wake;
    private final Requests requests;
    private final SyncCycle sync;
    private final QuorumCycle quorum;
    private final MergeCycle merge;
    private final OutputSyncCycle outputSync;
    private final IntakeCycle intake;
    private final SnapshotStore snapshots;
    private final Checkpoints checkpoints;
    private final StatusReport report;
    private final @Nullable FileExchange files;
    private final Closeable opened;
    private final CleanStop stop;

    private CollectorStages(
            CollectorSettings settings,
            Disk disk,
            Clock clock,
            Journal journal,
            AgentsPort port,
            @Nullable PeerChannel peers,
            RandomGenerator random,
            Consumer<Stage> wake,
            CloseStack opening)
            throws IOException {
        this.wake = wake;
        requests = new Requests(() -> wake.accept(Stage.INTAKE));
        var votes = opening.own(VoteStore.open(disk, settings.data(), random));
        sync = new SyncCycle(journal, settings.acks(), clock, () -> wake.accept(Stage.QUORUM));
        var recent = new RecentEntries(RecentEntries.DEFAULT_BYTES);
        snapshots = SnapshotStore.open(disk, settings.data());
        if (settings.quorum().recover()) {
            LoneRecovery.goOnAlone(settings.name(), Group.address(settings, peers), journal, votes);
        }
        quorum = opening.own(QuorumCycle.open(
                Group.of(settings, peers, snapshots, port),
                journal,
                recent,
                votes,
                random,
                clock,
                sync::durable,
                this::progressed));
        var notices = RoomNotices.inLog();
        boolean cutsAhead = settings.acks() == Acks.REPLICATED;
        var recovery =
                new Recovery(disk, settings.data(), settings.outFolder(), cutsAhead, journal, snapshots, notices);
        checkpoints = new Checkpoints(snapshots, settings.snapshotEveryBytes(), quorum::isJournalFull, notices);
        Queue<Applied> applied = new SpscArrayQueue<>(MOST_APPLIED);
        outputSync = new OutputSyncCycle(() -> wake.accept(Stage.OUTPUT_SYNC), () -> wake.accept(Stage.MERGE));
        merge = new MergeCycle(recovery, journal, recent, quorum::view, clock, applied, checkpoints, outputSync);
        intake = new IntakeCycle(
                port,
                this::propose,
                quorum::view,
                merge::view,
                applied,
                requests,
                quorum::change,
                clock,
                random,
                settings);
        report = new StatusReport(
                settings.name(), settings.outFolder(), quorum::view, quorum::group, merge::view, intake::view, clock);
        files = peers == null ? null : opening.own(files(settings, disk, clock, journal, peers, votes));
        if (files != null) {
            quorum.onFetching(files::take);
            quorum.onChecked(this::checked);
        }
        stop = new CleanStop(intake, quorum, merge);
        this.opened = opening.release();
    }

    private PeerMessage.@Nullable Checked checked() {
        Check newest = merge.lastCheck();
        return newest == null ? null : newest.toPeers();
    }

    private FileExchange files(
            CollectorSettings settings, Disk disk, Clock clock, Journal journal, PeerChannel peers, VoteStore votes) {
        var self = Group.self(settings, peers, votes.state());
        return new FileExchange(
                disk,
                settings.data(),
                settings.outFolder(),
                settings.journal().reserveBytes(),
                journal,
                peers,
                votes::state,
                self,
                clock,
                () -> wake.accept(Stage.JOIN));
    }

    /**
     * Wires the stages of a collector.
     *
     * @param journal opened; stays the caller's to close, after these stages
     * @param port opened; stays the caller's to close
     * @param peers the way to the other collectors, opened; null for one that has none; stays the caller's to close
     * @param wake called, by any thread, when a stage has something to do: must not block
     * @throws org.logbraid.collector.output.OutputMismatchException when a file is not what the last snapshot says
     * @throws IOException when the data folder cannot be used
     */
    public static CollectorStages open(
            CollectorSettings settings,
            Disk disk,
            Clock clock,
            Journal journal,
            AgentsPort port,
            @Nullable PeerChannel peers,
            RandomGenerator random,
            Consumer<Stage> wake)
            throws IOException {
        try (var opening = new CloseStack()) {
            return new CollectorStages(settings, disk, clock, journal, port, peers, random, wake, opening);
        }
    }

    private void progressed() {
        wake.accept(Stage.SYNC);
        wake.accept(Stage.MERGE);
    }

    /**
     * Proposes past the intake, as late proposals of a leader that was deposed come.
     *
     * @return false when nothing was taken
     */
    public boolean propose(Proposal proposal) {
        boolean taken = quorum.offer(proposal);
        wake.accept(Stage.QUORUM);
        return taken;
    }

    /** What a stage does in its turns. */
    public DutyCycle cycle(Stage stage) {
        return switch (stage) {
            case INTAKE -> intake;
            case QUORUM -> quorum;
            case SYNC -> sync;
            case MERGE -> new Merging();
            case OUTPUT_SYNC -> outputSync;
            case JOIN -> files == null ? NOTHING_TO_DO : files;
        };
    }

    /** The merge, and what the others have to know of it. */
    private final class Merging implements DutyCycle {
        private long shownIndex;

        @Override
        public int turn() throws Exception {
            int done = merge.turn();
            quorum.release(Math.min(snapshots.releasableIndex(), files == null ? Long.MAX_VALUE : files.neededIndex()));
            if (checkpoints.wantsAnEntry() && propose(Proposal.of(new Entry.Check()))) {
                checkpoints.askedForAnEntry();
            }
            long index = merge.view().appliedIndex();
            if (done > 0 || index != shownIndex) {
                shownIndex = index;
                wake.accept(Stage.INTAKE);
            }
            return done;
        }

        @Override
        public long mostRestNanos() {
            return merge.mostRestNanos();
        }
    }

    /** Where people's and signals' requests go. */
    public Requests requests() {
        return requests;
    }

    /** What is told over HTTP. */
    public StatusReport report() {
        return report;
    }

    public QuorumView quorumView() {
        return quorum.view();
    }

    /**
     * The collectors' port of whom this collector has to fetch a snapshot from, because what it needs next is no longer kept;
     * empty while it need not. Whoever sees that closes these stages, turns a {@link JoinCycle}, and opens others.
     */
    public String snapshotSource() {
        return quorum.source();
    }

    /**
     * Fetches from the other members the files that have ended and are not here; answered when that is done, or after a second
     * with how far it is, and then goes on. Safe for all threads.
     */
    public CompletableFuture<FetchAnswer> fetchEnded() {
        return files == null ? CompletableFuture.completedFuture(FetchAnswer.ALONE) : files.fetchEnded();
    }

    /** How the members of the group fare. */
    public GroupView groupView() {
        return quorum.group();
    }

    public MergeView mergeView() {
        return merge.view();
    }

    /**
     * Takes one more step towards a clean stop, without blocking, while the stages go on turning: agents are sent away,
     * what was proposed is committed, what may be written is written, forced and put into a snapshot.
     *
     * @return whether nothing is left to be done: then {@link #close}
     */
    public boolean stopStep() {
        for (Stage stage : Stage.values()) {
            wake.accept(stage); // none rests while somebody waits for the end
        }
        return stop.step();
    }

    /** Whether a stop has begun and its merge is not asked to end yet. */
    public boolean isHandingOver() {
        return stop.isHandingOver();
    }

    /** Goes on to the next step although this one is not done: it has had its time. */
    public void skipStopStep() {
        stop.skip();
    }

    /** Closes what was opened here. No stage may be turned any more. */
    @Override
    public void close() throws IOException {
        opened.close();
    }
}
