package org.logbraid.collector.testing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.logbraid.collector.Order;
import org.logbraid.collector.merge.Applied;
import org.logbraid.collector.merge.Checkpoints;
import org.logbraid.collector.merge.MergeCycle;
import org.logbraid.collector.merge.Recovery;
import org.logbraid.collector.output.OutputSyncCycle;
import org.logbraid.collector.output.RoomNotices;
import org.logbraid.collector.output.SnapshotStore;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.collector.quorum.RecentEntries;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/**
 * A merge on simulated disks: one for {@code data} and one for {@code out}, as two file systems are. Every entry of its
 * journal is committed and durable. Turned by the test.
 */
public final class MergeRig {
    public static final Path DATA = Path.of("/data");
    public static final Path OUT = Path.of("/out");
    public static final Path MERGED = OUT.resolve("merged.log");

    /** No snapshot for the sake of bytes. */
    public static final long SELDOM = Long.MAX_VALUE;

    private static final Duration TURN = Duration.ofMillis(10);

    public final SimulatedTime time = new SimulatedTime();
    public final SimulatedDisk data = new SimulatedDisk(time);
    public final SimulatedDisk out = new SimulatedDisk(time);
    public final MemoryJournal journal = new MemoryJournal();
    public final OneAgentLog log;
    public final Queue<Applied> applied = new ArrayDeque<>();
    public MergeCycle cycle;
    public Checkpoints checkpoints;
    /** Whether syncs of the output that have begun do not end. */
    public boolean syncsHang;

    private OutputSyncCycle outputSync = new OutputSyncCycle(() -> {}, () -> {});

    /** What was said of full disks. */
    public final List<String> said = new ArrayList<>();

    /** Whether the journal waits for room. */
    public boolean journalFull;

    private final RoomNotices notices = new RoomNotices(said::add, said::add);

    private final long snapshotEveryBytes;

    /** A merge in channel order. */
    public MergeRig(long snapshotEveryBytes) throws IOException {
        this(Order.CHANNEL, snapshotEveryBytes);
    }

    public MergeRig(Order order, long snapshotEveryBytes) throws IOException {
        this.snapshotEveryBytes = snapshotEveryBytes;
        data.mount().createFolders(DATA);
        out.mount().createFolders(OUT);
        log = new OneAgentLog(journal, order);
        checkpoints = checkpoints(SnapshotStore.open(disk(), DATA));
        cycle = start();
    }

    /** One whose first entries are applied. */
    public static MergeRig settled(long snapshotEveryBytes) throws IOException, MalformedException {
        var rig = new MergeRig(snapshotEveryBytes);
        rig.settle();
        return rig;
    }

    /** Numbered lines of text. */
    public static String lines(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("line ").append(i).append('\n');
        }
        return text.toString();
    }

    /** Both disks, as one process sees them. */
    public Disk disk() {
        return new TwoDisks(OUT, out.mount(), data.mount());
    }

    /** Starts as a new process would. */
    public MergeCycle start() throws IOException {
        Disk disk = disk();
        SnapshotStore snapshots = SnapshotStore.open(disk, DATA);
        var recovery = new Recovery(disk, DATA, OUT, false, journal, snapshots, notices);
        checkpoints = checkpoints(snapshots);
        outputSync = new OutputSyncCycle(() -> {}, () -> {});
        cycle = new MergeCycle(
                recovery,
                journal,
                new RecentEntries(0),
                this::quorum,
                time.machine(0),
                applied,
                checkpoints,
                outputSync);
        return cycle;
    }

    private Checkpoints checkpoints(SnapshotStore snapshots) {
        return new Checkpoints(snapshots, snapshotEveryBytes, () -> journalFull, notices);
    }

    private QuorumView quorum() {
        return new QuorumView(true, "c1", 1, journal.lastIndex(), journal.lastIndex(), journal.lastIndex());
    }

    /** Turns for a while. */
    public void pass(Duration span) throws IOException, MalformedException {
        for (long left = span.toMillis(); left > 0; left -= TURN.toMillis()) {
            cycle.turn();
            if (!syncsHang) {
                outputSync.turn();
            }
            time.advance(TURN);
        }
    }

    /** Turns until everything is applied that can be, forced, and put into a snapshot where one is due. */
    public void settle() throws IOException, MalformedException {
        pass(Duration.ofMillis(500));
    }

    /** Ends it as a clean stop does. */
    public void stop() throws IOException, MalformedException {
        cycle.stop();
        settle();
    }

    /** What stands in a file of the out folder. */
    public String text(Path file) {
        return new String(requireNonNull(out.bytes(file)), StandardCharsets.UTF_8);
    }
}
