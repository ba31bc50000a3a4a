package org.logbraid.system.sim;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.CollectorStages;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.Stage;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.join.FetchAnswer;
import org.logbraid.collector.join.JoinFolder;
import org.logbraid.collector.journal.JournalFullException;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.Proposal;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.collector.quorum.VoteStore;
import org.logbraid.collector.testing.ReferenceState;
import org.logbraid.common.HostPort;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

/**
 * A collector on a machine of its own: killed, cut from power, stopped, paused, out of room, and started again.
 *
 * <p>Longer than 300 lines because it answers everything that befalls a process and its machine.
 */
final class SimulatedCollector {
    private static final long MIB = 1024 * 1024;
    private static final long LONGEST_ABSENCE_NANOS = 8_000_000_000L;
    private static final int LONGEST_STOP_STEPS = 2_000;
    private static final int MOST_TURNS = 12;
    private static final int MOST_TURNS_IN_SYNC = 4;
    private static final long ALL_ENTRIES = 1_000_000;
    private static final int LEAST_KEPT_FOR_ABSENT = 20;
    private static final int MOST_KEPT_FOR_ABSENT = 400;
    private static final int LOOKS_FOR_SOURCE_ONE_IN = 10;

    /** As the process has it. */
    private static final long PATIENCE_OF_AGENTS_NANOS = 2_000_000_000L;

    private static final long PATIENCE_NANOS = 6_000_000_000L;

    private final CollectorKind kind;
    private final SimulatedNetwork network;
    private final SimulatedPeers peers;
    private final QuorumWatch watch;
    private final RandomGenerator chance;
    private final Set<Trouble> troubles;
    private final SimulatedTime.MachineClock clock;
    private final SimulatedTime time;
    private final long absentEntries;
    private final MachineTrouble trouble;
    private final CollectorSettings settings;
    private final List<byte[]> seenBeforeEnds = new ArrayList<>();
    private final Map<Stage, Long> heldUntilNanos = new EnumMap<>(Stage.class);

    private SimulatedDisk disk;
    private MergedFiles merged;
    private Life life = new Life();
    private SimulatedDisk.Mount mount;
    private @Nullable SimulatedJournal journal;
    private @Nullable SimulatedJournal lastJournal;
    private SimulatedNetwork.@Nullable Port port;
    private @Nullable CollectorStages stages;
    private @Nullable SimulatedJoin join;
    private boolean fetching; // its files are neither those that it had nor those of the others yet
    private boolean fetched;
    private long joinedAt;
    private @Nullable InstanceId incarnation;
    private boolean retired;
    private @Nullable Stage turning;
    private MergeView view = MergeView.NOTHING;
    private long startAtNanos;
    private int stopSteps;
    private long stopBegunNanos;

    /** Who looks at the quorum. */
    interface QuorumWatch {
        /** A collector has opened its data folder. */
        void opened(InstanceId incarnation, SimulatedJournal journal);

        /** A collector's quorum has had a turn. */
        void turned(SimulatedCollector collector, QuorumView view, SimulatedJournal journal) throws IOException;
    }

    SimulatedCollector(
            CollectorKind kind,
            SimulatedTime time,
            SimulatedNetwork network,
            SimulatedPeers peers,
            RandomGenerator chance,
            Set<Trouble> troubles,
            ShapingSettings shaping,
            QuorumWatch watch)
            throws Exception {
        this.kind = kind;
        this.network = network;
        this.peers = peers;
        this.watch = watch;
        this.chance = chance;
        this.troubles = troubles;
        boolean wrong = !kind.isAlone() && troubles.contains(Trouble.UNRULY_STAMPS);
        clock = time.machine(wrong ? chance.nextLong(-1_500_000_000L, 1_500_000_000L) : 0);
        this.time = time;
        disk = new SimulatedDisk(time);
        merged = new MergedFiles(disk);
        absentEntries = kind.isAlone() ? 0 : keptForAbsent();
        trouble = new MachineTrouble(
                kind.isAlone() ? time::advance : this::hold,
                chance,
                troubles.contains(Trouble.SLOW_DISKS),
                troubles.contains(Trouble.FAILING_DISKS));
        settings = kind.settings(shaping, chance.nextBoolean() ? MIB : 4096L << chance.nextInt(5));
        mount = disk.mount(life.fuse(), trouble);
        start();
    }

    /** How many entries it keeps for members that still want them. */
    private long keptForAbsent() {
        boolean few = troubles.contains(Trouble.LONG_ABSENCES) && chance.nextInt(4) > 0;
        return few ? LEAST_KEPT_FOR_ABSENT + chance.nextInt(1 + chance.nextInt(MOST_KEPT_FOR_ABSENT)) : ALL_ENTRIES;
    }

    private void start() throws Exception {
        life = new Life();
        stopSteps = 0;
        heldUntilNanos.clear();
        mount = disk.mount(life.fuse(), trouble);
        if (troubles.contains(Trouble.KILLS_MIDWAY) && chance.nextInt(3) == 0) {
            life.fuse().light(chance.nextInt(100));
        }
        boolean started = life.survives(() -> {
            port = network.listen(kind.agents(), life.fuse());
            open();
        });
        if (!started) {
            end(chance.nextBoolean());
            return;
        }
        if (kind.isAlone()) {
            mount.spare(true);
            JournalOracle.checkAcknowledged(requireNonNull(journal).openOracle(), network.acknowledged());
            mount.spare(false);
        }
    }

    /** Opens the data folder, and the stages on it. */
    private void open() throws IOException {
        fetched |=
                disk.paths().contains(CollectorKind.JOIN_MARK) || disk.paths().contains(CollectorKind.JOIN_MOVES);
        JoinFolder.finish(mount, CollectorKind.DATA, CollectorKind.JOURNAL, MergedFiles.OUT);
        if (fetched) {
            joinedAt = newestSnapshot();
            seenBeforeEnds.clear(); // what was set aside is not looked at any more
            fetched = false;
            fetching = false;
        }
        SimulatedJournal opened = SimulatedJournal.open(mount, CollectorKind.JOURNAL, absentEntries);
        journal = opened;
        lastJournal = opened;
        opened.duringSyncs(this::syncRuns);
        stages = CollectorStages.open(
                settings,
                mount,
                clock,
                opened,
                requireNonNull(port),
                kind.isAlone() ? null : peers.open(kind.peers(), life.fuse()),
                chance,
                stage -> {});
        mount.spare(true);
        try (VoteStore votes = VoteStore.open(mount, CollectorKind.DATA, chance)) {
            incarnation = votes.state().incarnation();
        }
        mount.spare(false);
        watch.opened(incarnation, opened);
    }

    private long newestSnapshot() {
        return disk.paths().stream()
                .filter(path -> path.startsWith(CollectorKind.DATA))
                .map(path -> path.getFileName().toString())
                .filter(name -> name.matches("snapshot\\.\\d+"))
                .mapToLong(name -> Long.parseLong(name.substring(name.indexOf('.') + 1)))
                .max()
                .orElseThrow();
    }

    /** The group no longer keeps what this one needs: its stages are closed, and a snapshot is fetched. */
    private void joinIfBehind(CollectorStages running) throws Exception {
        String source = running.snapshotSource();
        if (kind.isAlone() || stopSteps > 0 || source.isEmpty() || chance.nextInt(LOOKS_FOR_SOURCE_ONE_IN) > 0) {
            return;
        }
        boolean alive = life.survives(() -> {
            stages = null;
            running.close();
            requireNonNull(journal).close();
            fetching = true;
            join = SimulatedJoin.begin(
                    kind, mount, peers.open(kind.peers(), life.fuse()), HostPort.parse(source), clock, chance);
        });
        if (!alive) {
            end(chance.nextBoolean());
        }
    }

    private void joinStep(SimulatedJoin joining) throws Exception {
        boolean alive = life.survives(() -> {
            try {
                if (joining.turn()) {
                    join = null;
                    joining.close();
                    open();
                }
            } catch (JournalFullException e) {
                life.fuse().blow(); // as production ends: it is fetched anew after the next start
            }
        });
        if (!alive) {
            end(chance.nextBoolean());
        }
    }

    /** The process is gone; with the power, what was not forced may be too. */
    private void end(boolean powerLost) {
        if (!fetching) {
            seenBeforeEnds.add(merged.wholePages());
        }
        mount.kill();
        if (port != null) {
            port.close();
        }
        stages = null;
        join = null;
        journal = null;
        port = null;
        if (powerLost) {
            disk.losePower(chance);
        }
        boolean away = troubles.contains(Trouble.ABSENCES) && chance.nextInt(4) == 0;
        away |= !kind.isAlone() && chance.nextInt(3) == 0;
        startAtNanos = clock.monotonicNanos() + (away ? chance.nextLong(LONGEST_ABSENCE_NANOS) : 0);
    }

    CollectorKind kind() {
        return kind;
    }

    /** What readers had seen each time when it ended. */
    List<byte[]> seenBeforeEnds() {
        return seenBeforeEnds;
    }

    /** Its journal as its last start found it and went on with it; null before that. */
    @Nullable
    SimulatedJournal lastJournal() {
        return lastJournal;
    }

    /** What its disk is doing takes so long: the stage that waits for it does nothing else. */
    private void hold(Duration span) {
        long until = clock.monotonicNanos() + span.toNanos();
        for (Stage stage : turning == null ? Stage.values() : new Stage[] {turning}) {
            heldUntilNanos.merge(stage, until, Math::max);
        }
    }

    /** All of the process stands still for a while. */
    void pause(Duration span) {
        long until = clock.monotonicNanos() + span.toNanos();
        for (Stage stage : Stage.values()) {
            heldUntilNanos.merge(stage, until, Math::max);
        }
    }

    /** Its machine loses its power. */
    void losePower() {
        end(true);
    }

    /** Its disk is lost, and another one put in its place. */
    void empty() {
        end(true);
        disk = new SimulatedDisk(time);
        merged = new MergedFiles(disk);
        seenBeforeEnds.clear();
        fetching = false;
        fetched = false;
        joinedAt = 0;
        view = MergeView.NOTHING;
        incarnation = null;
    }

    /** Somebody takes its machine away for good. */
    void retire() {
        end(true);
        retired = true;
    }

    /** Entry of the snapshot that it has begun with, 0 when it has begun with the log. */
    long joinedAt() {
        return joinedAt;
    }

    /** Whether its files are neither those it had nor those of the others yet. */
    boolean isFetching() {
        return fetching;
    }

    /** Identity of the data folder that it has opened last. */
    @Nullable
    InstanceId incarnation() {
        return incarnation;
    }

    /** kill -9 or a power cut, now or in the middle of what it does next. */
    void kill() {
        if (stages == null && join == null) {
            return;
        }
        if (troubles.contains(Trouble.KILLS_MIDWAY) && chance.nextInt(4) > 0) {
            life.fuse().light(chance.nextInt(1 + chance.nextInt(200)));
        } else {
            end(chance.nextBoolean());
        }
    }

    /** SIGTERM. */
    void stop() {
        if (join != null) {
            end(false); // nothing is open
        } else if (stopSteps == 0) {
            stopSteps = 1;
            stopBegunNanos = clock.monotonicNanos();
        }
    }

    /** One stage moves. */
    void turn() throws Exception {
        Stage[] all = Stage.values();
        step(all[chance.nextInt(all.length)]);
    }

    /** A few stages move: a commit takes the turns of many. */
    void turnSome() throws Exception {
        for (int i = chance.nextInt(MOST_TURNS); i >= 0; i--) {
            turn();
        }
    }

    /** Every stage moves. */
    void turnAll() throws Exception {
        for (Stage stage : Stage.values()) {
            step(stage);
        }
    }

    private void step(Stage stage) throws Exception {
        CollectorStages running = stages;
        SimulatedJoin joining = join;
        if (joining != null) {
            joinStep(joining);
            return;
        }
        if (running == null) {
            if (clock.monotonicNanos() >= startAtNanos && !retired) {
                start();
            }
            return;
        }
        if (isHeld(stage)) {
            return;
        }
        turning = stage;
        boolean alive = life.survives(() -> running.cycle(stage).turn());
        turning = null;
        view = running.mergeView();
        if (alive && stage == Stage.QUORUM) {
            quorumTurned(running);
        }
        if (!alive) {
            end(chance.nextBoolean());
        } else if (stopSteps > 0) {
            stopStep(running);
        } else {
            joinIfBehind(running);
        }
    }

    private void quorumTurned(CollectorStages running) throws IOException {
        mount.spare(true);
        watch.turned(this, running.quorumView(), requireNonNull(journal));
        mount.spare(false);
    }

    /** The quorum goes on while the journal is forced: entries may come, and be taken back, that this sync does not cover. */
    private void syncRuns() throws IOException {
        CollectorStages running = stages;
        if (!kind.isAlone() && running != null && !isHeld(Stage.QUORUM)) {
            turning = Stage.QUORUM;
            for (int i = chance.nextInt(MOST_TURNS_IN_SYNC); i > 0; i--) {
                turnWithin(running.cycle(Stage.QUORUM));
                quorumTurned(running);
            }
            turning = Stage.SYNC;
        }
    }

    private static void turnWithin(DutyCycle cycle) throws IOException {
        try {
            cycle.turn();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isHeld(Stage stage) {
        return heldUntilNanos.getOrDefault(stage, Long.MIN_VALUE) > clock.monotonicNanos();
    }

    private void stopStep(CollectorStages stopping) throws Exception {
        boolean[] done = new boolean[1];
        boolean alive = life.survives(() -> {
            if (isImpatient(stopping)) {
                stopping.skipStopStep();
            }
            done[0] = stopping.stopStep()
                    || (!kind.isAlone() && clock.monotonicNanos() - stopBegunNanos > PATIENCE_NANOS);
            if (done[0]) {
                stopping.close();
            }
        });
        if (!alive || done[0]) {
            end(false);
        }
    }

    private boolean isImpatient(CollectorStages stopping) {
        if (kind.isAlone()) {
            return stopSteps++ == LONGEST_STOP_STEPS;
        }
        return stopping.isHandingOver() && clock.monotonicNanos() - stopBegunNanos > PATIENCE_OF_AGENTS_NANOS;
    }

    boolean isUp() {
        return stages != null && stopSteps == 0;
    }

    /** The newest that anybody has seen. */
    MergeView view() {
        return view;
    }

    /** Whether no line waits any more. */
    boolean hasWrittenAll() {
        return isUp() && view.waitingLines() == 0;
    }

    /** Whether nothing is on its way to its files. */
    boolean hasAppliedAll() {
        CollectorStages idle = stages;
        if (idle == null) {
            return false;
        }
        QuorumView quorum = idle.quorumView();
        return quorum.commitIndex() == quorum.lastIndex() && view.appliedIndex() == quorum.commitIndex();
    }

    /** What its quorum says, or null while it is down. */
    @Nullable
    QuorumView quorumView() {
        return stages == null ? null : stages.quorumView();
    }

    /** Whether it leads, as far as it knows. */
    boolean leads() {
        return stages != null && stages.quorumView().leading();
    }

    /** Somebody asks for something; what became of it is seen in the files. */
    void ask(Requests.Request request) {
        if (stages != null) {
            var unused = stages.requests().submit(request); // nobody waits for the answer
        }
    }

    /** Somebody deletes a file that has ended. */
    void lose(String name) throws IOException {
        mount.delete(MergedFiles.OUT.resolve(name));
    }

    /** It fetches from the others what it lacks of the files that have ended. */
    CompletableFuture<FetchAnswer> fetchEnded() {
        return requireNonNull(stages).fetchEnded();
    }

    /** A volume has hardly any room. */
    void fill() {
        disk.room(
                chance.nextBoolean() ? CollectorKind.DATA : MergedFiles.OUT,
                chance.nextInt(1 + chance.nextInt(20_000)));
    }

    /** There is room again. */
    void makeRoom() {
        disk.roomEverywhere();
    }

    /** Somebody sets the clock. */
    void stepClock(Duration span) {
        clock.step(span);
    }

    /** Nothing breaks any more. */
    void settle() {
        trouble.end();
        disk.roomEverywhere();
        life.fuse().light(Integer.MAX_VALUE);
        startAtNanos = Math.min(startAtNanos, clock.monotonicNanos());
        heldUntilNanos.clear();
    }

    /** A frame that is in the log already comes once more. */
    void repeatOldFrame(JournalReader committed) throws Exception {
        if (stages != null) {
            byte[] frame = OldFrames.any(committed, view, chance);
            if (frame != null) {
                stages.propose(new Proposal(EntryType.FRAME, frame, frame.length, null));
            }
        }
    }

    /** What it has written out. */
    MergedFiles merged() {
        return merged;
    }

    /** It has the files that a second, plain implementation makes. */
    void compareFiles(ReferenceState plain) {
        JournalOracle.compareFiles(plain, disk, joinedAt);
    }
}
