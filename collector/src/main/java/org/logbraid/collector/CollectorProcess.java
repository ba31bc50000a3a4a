package org.logbraid.collector;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.join.JoinCycle;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.jgroups.JGroupsPeerChannel;
import org.logbraid.collector.status.LeaderRequests;
import org.logbraid.collector.status.StatusServer;
import org.logbraid.common.CloseStack;
import org.logbraid.common.HostPort;
import org.logbraid.common.channel.jgroups.JGroupsAgentsPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.clock.SystemClock;
import org.logbraid.common.cycle.CycleThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collector as it runs: its ports, its disk and its threads. Who starts it listens for signals and calls {@link #stop}
 * at SIGTERM and SIGINT, {@link #rotate} at SIGUSR1, {@link #apply} at SIGHUP.
 *
 * <p>{@link #rotate} and {@link #apply} are safe for all threads; the rest belongs to the thread that starts it.
 */
public final class CollectorProcess implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(CollectorProcess.class);
    private static final long STEP_NANOS = 20_000_000L;
    private static final long PATIENCE_OF_AGENTS_NANOS = 2_000_000_000L;
    private static final long PATIENCE_OF_STAGES_NANOS = 6_000_000_000L;
    private static final long PATIENCE_NANOS = 8_000_000_000L;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final long JOIN_REST_NANOS = 1_000_000L;

    private final Clock clock = SystemClock.INSTANCE;
    private final RandomGenerator random = new SecureRandom();
    private final CollectorSettings settings;
    private final JGroupsAgentsPort port;
    private final @Nullable PeerChannel peers;
    private final BiConsumer<String, Throwable> onFailure;
    private final @Nullable StatusServer http;
    private final HostPort advertised;
    private final Closeable opened;

    /** Exchanged under the lock of this, as the process may be asked to stop meanwhile. */
    private volatile RunningStages running;

    private boolean stopping;

    private CollectorProcess(CollectorSettings given, BiConsumer<String, Throwable> onFailure, CloseStack opening)
            throws IOException {
        this.onFailure = onFailure;
        port = opening.own(JGroupsAgentsPort.open(given.bind(), clock, onFailure));
        advertised = given.advertise() == null ? port.address() : given.advertise();
        peers = peers(given, onFailure, opening);
        http = given.http() == null
                ? null
                : opening.own(StatusServer.open(
                        given.http(),
                        () -> stages().report(),
                        () -> stages().requests(),
                        () -> stages().fetchEnded(),
                        onFailure));
        CollectorSettings first = http == null ? given : given.at(http.address());
        running = RunningStages.start(first, port, peers, clock, random, onFailure);
        settings = first.recovered(); // once is enough
        opening.own(() -> stagesNow().close());
        if (http != null) {
            http.begin();
        }
        port.onEvent(() -> wake(Stage.INTAKE));
        if (peers != null) {
            peers.onMessage(() -> wake(Stage.QUORUM));
        }
        if (peers != null) {
            opening.own(CycleThread.start("collector-watch", this::joinIfBehind, LOOK, onFailure));
        }
        opened = opening.release();
    }

    private RunningStages stagesNow() {
        return running;
    }

    private CollectorStages stages() {
        return stagesNow().stages();
    }

    private void wake(Stage stage) {
        stagesNow().wake(stage);
    }

    private static @Nullable PeerChannel peers(
            CollectorSettings settings, BiConsumer<String, Throwable> onFailure, CloseStack opening)
            throws IOException {
        QuorumSettings quorum = settings.quorum();
        HostPort bind = quorum.bindOf(settings.name());
        if (bind == null) {
            return null;
        }
        List<HostPort> others = quorum.members().entrySet().stream()
                .filter(member -> !member.getKey().equals(settings.name()))
                .map(Map.Entry::getValue)
                .toList();
        return opening.own(JGroupsPeerChannel.open(bind, settings.name(), others, onFailure));
    }

    /**
     * Starts a collector. When this returns, its ports listen.
     *
     * @param onFailure gets a thread's name and what ended it: has to end the process, see {@link #endProcess}
     * @throws IOException naming the port or the folder that cannot be used
     */
    public static CollectorProcess start(CollectorSettings settings, BiConsumer<String, Throwable> onFailure)
            throws IOException {
        try (var opening = new CloseStack()) {
            return new CollectorProcess(settings, onFailure, opening);
        }
    }

    /** Where the journal lies in a collector's data folder. */
    public static Path journalFolder(Path data) {
        return RunningStages.journalFolder(data);
    }

    /** Ends this process at once, with a sentence: what follows a broken stage cannot be trusted. */
    public static void endProcess(String thread, Throwable failure) {
        try {
            log.error("the collector ends, its thread {} failed: {}", thread, failure.toString(), failure);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Where agents connect. */
    public HostPort agents() {
        return port.address();
    }

    /** Where status is served, or null. */
    public @Nullable HostPort http() {
        return http == null ? null : http.address();
    }

    /** What the {@code ready} line says: every bound address as {@code key=HOST:PORT}. */
    public List<String> facts() {
        List<String> facts = new ArrayList<>();
        facts.add("agents=" + agents());
        if (peers != null) {
            facts.add("peers=" + peers.address());
        }
        HostPort status = http();
        if (status != null) {
            facts.add("http=" + status);
        }
        if (!advertised.equals(agents())) {
            facts.add("advertised=" + advertised);
        }
        return List.copyOf(facts);
    }

    /** Asks for a rotation of all outputs, of all collectors of the group; while nobody leads, again for up to 10 s. */
    public CompletableFuture<Requests.Answer> rotate() {
        return PatientRequest.of(() -> ask(new Requests.Request.Rotate(), "/api/v1/rotate", Map.of()));
    }

    /**
     * Asks that some of the settings that shape a file become others in the log; those that are not named stay. While nobody
     * leads, it asks again for up to 10 s.
     *
     * @param changes values by key, in the form of {@link ShapingSettings#canonical}
     */
    public CompletableFuture<Requests.Answer> apply(Map<String, String> changes) {
        return PatientRequest.of(() -> ask(
                new Requests.Request.Apply(stages().report().shaping().changed(changes)), "/api/v1/settings", changes));
    }

    /** Whoever leads does it: this collector, or another one that is asked over its status port. */
    private CompletableFuture<Requests.Answer> ask(Requests.Request request, String path, Map<String, String> body) {
        return stages().report().isLedElsewhere()
                ? CompletableFuture.supplyAsync(() -> LeaderRequests.post(stages().report(), path, body))
                : stages().requests().submit(request);
    }

    /** Fetches a snapshot from the group when what is needed next is no longer kept; the stages are exchanged meanwhile. */
    private int joinIfBehind() throws IOException {
        String source = stages().snapshotSource();
        PeerChannel way = peers;
        if (source.isEmpty() || way == null) {
            return 0;
        }
        synchronized (this) {
            if (stopping) {
                return 0;
            }
            running.close();
        }
        log.info("the group no longer keeps what this collector needs next, a snapshot is fetched: from={}", source);
        try (var opening = new CloseStack()) {
            JoinCycle join = RunningStages.join(settings, way, HostPort.parse(source), clock, random, opening);
            while (!join.isDone() && !join.isGivenUp() && !isStopping()) {
                if (join.turn() == 0) {
                    LockSupport.parkNanos(this, JOIN_REST_NANOS);
                }
            }
        }
        synchronized (this) {
            if (!stopping) {
                running = RunningStages.start(settings, port, peers, clock, random, onFailure);
            }
        }
        return 1;
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /**
     * Stops cleanly, within 10 s whatever a stage does: agents are sent away, what was proposed is committed, what the order allows is written
     * and forced, a snapshot is left, and it is said how many lines wait and for whom.
     */
    public void stop() throws IOException {
        long begun = clock.monotonicNanos();
        boolean joins = beginStop();
        CollectorStages stages = stages();
        boolean done = joins;
        while (!done && clock.monotonicNanos() - begun < PATIENCE_OF_STAGES_NANOS) {
            done = stages.stopStep();
            if (!done && stages.isHandingOver() && clock.monotonicNanos() - begun > PATIENCE_OF_AGENTS_NANOS) {
                stages.skipStopStep();
            }
            LockSupport.parkNanos(this, STEP_NANOS);
        }
        if (!done) {
            log.warn("stopped before everything was written: it is safe in the journal and comes after the next start");
        }
        List<String> hanging = stagesNow().end(Duration.ofNanos(PATIENCE_NANOS - (clock.monotonicNanos() - begun)));
        if (hanging.isEmpty()) {
            close();
        } else { // what they use stays open: closing it under them could only do harm
            log.error(
                    "the collector ends although a thread does not: what was acknowledged is safe in the journal and"
                            + " comes after the next start: threads={}",
                    hanging);
        }
    }

    /** Ends the threads and closes ports and files as they are; {@link #stop} is the clean way. */
    @Override
    public void close() throws IOException {
        beginStop();
        opened.close();
    }

    /** Nothing is exchanged any more; whether a snapshot is being fetched just now, so that no stage is open. */
    private synchronized boolean beginStop() {
        stopping = true;
        return running.isClosed();
    }
}
