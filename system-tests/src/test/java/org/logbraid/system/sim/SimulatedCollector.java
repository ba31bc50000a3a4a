package org.logbraid.system.sim;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Acks;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.CollectorStages;
import org.logbraid.collector.CollectorStages.Stage;
import org.logbraid.collector.QuorumSettings;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.Proposal;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.collector.testing.ReferenceState;
import org.logbraid.common.HostPort;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/** A collector on a machine of its own: killed, cut from power, stopped, out of room, and started again. */
final class SimulatedCollector {
    static final HostPort ADDRESS = new HostPort("127.0.0.1", 7800);
    private static final Path DATA = Path.of("/data");
    private static final long MIB = 1024 * 1024;
    private static final long LONGEST_ABSENCE_NANOS = 8_000_000_000L;
    private static final int LONGEST_STOP_STEPS = 2_000;

    private final SimulatedNetwork network;
    private final RandomGenerator chance;
    private final Set<Trouble> troubles;
    private final SimulatedTime.MachineClock clock;
    private final SimulatedDisk disk;
    private final MachineTrouble trouble;
    private final MergedFiles merged;
    private final CollectorSettings settings;
    private final List<byte[]> seenBeforeEnds = new ArrayList<>();

    private final GenerationLabels labels = new GenerationLabels();

    private Life life = new Life();
    private SimulatedDisk.Mount mount;
    private @Nullable SimulatedJournal journal;
    private SimulatedNetwork.@Nullable Port port;
    private @Nullable CollectorStages stages;
    private MergeView view = MergeView.NOTHING;
    private long startAtNanos;
    private int stopSteps;

    SimulatedCollector(
            SimulatedTime time,
            SimulatedNetwork network,
            RandomGenerator chance,
            Set<Trouble> troubles,
            ShapingSettings shaping)
            throws Exception {
        this.network = network;
        this.chance = chance;
        this.troubles = troubles;
        clock = time.machine(0);
        disk = new SimulatedDisk(time);
        merged = new MergedFiles(disk);
        trouble = new MachineTrouble(
                time, chance, troubles.contains(Trouble.SLOW_DISKS), troubles.contains(Trouble.FAILING_DISKS));
        long snapshotEvery = chance.nextBoolean() ? MIB : 4096L << chance.nextInt(5);
        settings = new CollectorSettings(
                "collector",
                ADDRESS,
                null,
                null,
                DATA,
                MergedFiles.OUT,
                shaping,
                Acks.SYNCED,
                QuorumSettings.ALONE,
                snapshotEvery,
                JournalSettings.DEFAULT,
                MIB);
        mount = disk.mount(life.fuse(), trouble);
        start();
    }

    private void start() throws Exception {
        life = new Life();
        stopSteps = 0;
        mount = disk.mount(life.fuse(), trouble);
        if (troubles.contains(Trouble.KILLS_MIDWAY) && chance.nextInt(3) == 0) {
            life.fuse().light(chance.nextInt(100));
        }
        boolean started = life.survives(() -> {
            SimulatedJournal opened = SimulatedJournal.open(mount, DATA);
            journal = opened;
            port = network.listen(ADDRESS, life.fuse());
            stages = CollectorStages.open(settings, mount, clock, opened, port, null, chance, stage -> {});
        });
        if (!started) {
            end(chance.nextBoolean());
            return;
        }
        mount.spare(true);
        JournalOracle.checkAcknowledged(requireNonNull(journal).openOracle(), network.acknowledged());
        mount.spare(false);
    }

    /** The process is gone; with the power, what was not forced may be too. */
    private void end(boolean powerLost) {
        seenBeforeEnds.add(merged.wholePages());
        mount.kill();
        if (port != null) {
            port.close();
        }
        stages = null;
        journal = null;
        port = null;
        if (powerLost) {
            disk.losePower(chance);
        }
        boolean away = troubles.contains(Trouble.ABSENCES) && chance.nextInt(4) == 0;
        startAtNanos = clock.monotonicNanos() + (away ? chance.nextLong(LONGEST_ABSENCE_NANOS) : 0);
    }

    /** What readers had seen each time when it ended. */
    List<byte[]> seenBeforeEnds() {
        return seenBeforeEnds;
    }

    /** kill -9 or a power cut, now or in the middle of what it does next. */
    void kill() {
        if (stages == null) {
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
        stopSteps = Math.max(1, stopSteps);
    }

    /** One stage moves. */
    void turn() throws Exception {
        Stage[] all = Stage.values();
        step(all[chance.nextInt(all.length)]);
    }

    /** Every stage moves. */
    void turnAll() throws Exception {
        for (Stage stage : Stage.values()) {
            step(stage);
        }
    }

    private void step(Stage stage) throws Exception {
        CollectorStages turning = stages;
        if (turning == null) {
            if (clock.monotonicNanos() >= startAtNanos) {
                start();
            }
            return;
        }
        boolean alive = life.survives(() -> turning.cycle(stage).turn());
        view = turning.mergeView();
        if (!alive) {
            end(chance.nextBoolean());
        } else if (stopSteps > 0) {
            stopStep(turning);
        }
    }

    private void stopStep(CollectorStages stopping) throws Exception {
        boolean[] done = new boolean[1];
        boolean alive = life.survives(() -> {
            if (stopSteps++ == LONGEST_STOP_STEPS) {
                stopping.skipStopStep(); // its patience is over
            }
            done[0] = stopping.stopStep();
            if (done[0]) {
                stopping.close();
            }
        });
        if (!alive || done[0]) {
            end(false);
        }
    }

    boolean isUp() {
        return stages != null && stopSteps == 0;
    }

    /** The newest that anybody has seen. */
    MergeView view() {
        return view;
    }

    /** Whether the log holds lines of an incarnation, so that it will be known wherever it is moved. */
    boolean knows(Incarnation incarnation) {
        if (journal != null) {
            mount.spare(true);
            labels.read(journal.openOracle(), view.appliedIndex());
            mount.spare(false);
        }
        return labels.hold(view, incarnation);
    }

    /** Whether no line waits any more. */
    boolean hasWrittenAll() {
        return isUp() && view.waitingLines() == 0;
    }

    /** Whether nothing is on its way. */
    boolean hasAppliedAll() {
        CollectorStages idle = stages;
        if (idle == null) {
            return false;
        }
        QuorumView quorum = idle.quorumView();
        return quorum.commitIndex() == quorum.lastIndex() && view.appliedIndex() == quorum.commitIndex();
    }

    /** Somebody asks for something; what became of it is seen in the files. */
    void ask(Requests.Request request) {
        if (stages != null) {
            var unused = stages.requests().submit(request); // nobody waits for the answer
        }
    }

    /** A volume has hardly any room. */
    void fill() {
        disk.room(chance.nextBoolean() ? DATA : MergedFiles.OUT, chance.nextInt(1 + chance.nextInt(20_000)));
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
    }

    /** A frame that is in the log already comes once more. */
    void repeatOldFrame() throws Exception {
        if (journal == null || stages == null) {
            return;
        }
        mount.spare(true);
        byte[] frame = OldFrames.any(journal.openOracle(), view, chance);
        mount.spare(false);
        if (frame != null) {
            stages.propose(new Proposal(EntryType.FRAME, frame, frame.length, null));
        }
    }

    /** What it has written out. */
    MergedFiles merged() {
        return merged;
    }

    /** A second, plain implementation makes the same files and counts the same, from the committed entries alone. */
    ReferenceState compareWithPlainImplementation() throws Exception {
        mount.spare(true); // it may have been started with a kill before it that never came
        return JournalOracle.compare(requireNonNull(journal).openOracle(), view, disk);
    }
}
