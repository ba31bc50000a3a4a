package org.logbraid.collector;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.join.JoinCycle;
import org.logbraid.collector.join.JoinFolder;
import org.logbraid.collector.journal.chronicle.ChronicleJournal;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.quorum.VoteStore;
import org.logbraid.common.CloseStack;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.AgentsPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.NioDisk;

/**
 * The stages of a collector with their journal and threads, while they run: from one opening of the data folder to its
 * closing. A collector that has to fetch a snapshot closes these and opens others.
 *
 * <p>{@link #wake} is safe for all threads; the rest belongs to whoever opens and closes.
 */
final class RunningStages implements Closeable {
    private static final String JOURNAL = "journal";
    private static final Disk DISK = new NioDisk();

    private final StageThreads threads;
    private final CollectorStages stages;
    private final Closeable opened;
    private volatile boolean running;
    private volatile boolean closed;

    private RunningStages(
            CollectorSettings settings,
            AgentsPort port,
            @Nullable PeerChannel peers,
            Clock clock,
            RandomGenerator random,
            BiConsumer<String, Throwable> onFailure,
            CloseStack opening)
            throws IOException {
        threads = new StageThreads(clock);
        JoinFolder.finish(DISK, settings.data(), journalFolder(settings.data()), settings.outFolder());
        var journal = opening.own(ChronicleJournal.open(journalFolder(settings.data()), settings.journal(), clock));
        stages = opening.own(CollectorStages.open(settings, DISK, clock, journal, port, peers, random, this::wake));
        opening.own(threads);
        for (Stage stage : Stage.values()) {
            threads.start(stage, stages.cycle(stage), onFailure);
        }
        running = true;
        opened = opening.release();
    }

    static RunningStages start(
            CollectorSettings settings,
            AgentsPort port,
            @Nullable PeerChannel peers,
            Clock clock,
            RandomGenerator random,
            BiConsumer<String, Throwable> onFailure)
            throws IOException {
        try (var opening = new CloseStack()) {
            return new RunningStages(settings, port, peers, clock, random, onFailure, opening);
        }
    }

    /** Where the journal lies in a collector's data folder. */
    static Path journalFolder(Path data) {
        return data.resolve(JOURNAL);
    }

    /** A fetch of what this collector needs, while none of its stages is open. */
    static JoinCycle join(
            CollectorSettings settings,
            PeerChannel peers,
            HostPort source,
            Clock clock,
            RandomGenerator random,
            CloseStack opening)
            throws IOException {
        var votes = opening.own(VoteStore.open(DISK, settings.data(), random));
        return opening.own(new JoinCycle(
                DISK,
                settings.data(),
                settings.outFolder(),
                folder -> ChronicleJournal.open(folder, settings.journal(), clock),
                votes,
                peers,
                Group.self(settings, peers, votes.state()),
                source,
                clock));
    }

    CollectorStages stages() {
        return stages;
    }

    void wake(Stage stage) {
        if (running) {
            threads.wake(stage);
        }
    }

    /** Ends the threads; names of those that do not end: what they use must stay open. */
    List<String> end(Duration patience) {
        running = false;
        return threads.end(patience);
    }

    /** Whether it was closed; then only what was published is left to be read. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        running = false;
        closed = true;
        opened.close();
    }
}
