package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.testing.DiskTrouble;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/**
 * A machine with log files that grow and rotate, and the agent that follows them: killed, stopped, away, cloned, and started
 * again.
 */
final class SimulatedAgent {
    private static final Path STATE = Path.of("/state");
    private static final Path COPIED_STATE = Path.of("/copied");
    private static final long LONGEST_ABSENCE_MILLIS = 8_000;
    private static final long ONCE_AGAIN_MILLIS = 1_500;

    private final String name;
    private final SimulatedNetwork network;
    private final RandomGenerator chance;
    private final Set<Trouble> troubles;
    private final SimulatedTime.MachineClock clock;
    private final SimulatedDisk disk;
    private final SimulatedDisk.Mount server;
    private final MachineTrouble trouble;
    private final AgentKind kind;
    private final List<LogWriter> writers = new ArrayList<>();
    private final List<Rotations> rotations = new ArrayList<>();
    private AgentRun run;
    private @Nullable AgentRun second;
    private long startAtNanos;
    private boolean stopped;
    private boolean gone;
    private boolean settling;

    SimulatedAgent(
            String name,
            List<HostPort> collectors,
            SimulatedTime time,
            SimulatedNetwork network,
            RandomGenerator chance,
            Set<Trouble> troubles)
            throws Exception {
        this.name = name;
        this.network = network;
        this.chance = chance;
        this.troubles = troubles;
        boolean unrulyStamps = troubles.contains(Trouble.UNRULY_STAMPS);
        clock = time.machine(unrulyStamps ? chance.nextLong(-1_500_000_000L, 1_500_000_000L) : 0);
        disk = new SimulatedDisk(time);
        server = disk.mount();
        server.createFolders(AgentKind.LOGS);
        trouble = new MachineTrouble(
                time::advance, chance, troubles.contains(Trouble.SLOW_DISKS), troubles.contains(Trouble.FAILING_DISKS));
        kind = AgentKind.draw(name, collectors, troubles, chance);
        int files = 1 + chance.nextInt(3);
        for (int i = 0; i < files; i++) {
            var writer = new LogWriter(
                    name, AgentKind.LOGS.resolve("f" + i + ".log"), server, clock, chance, unrulyStamps, !kind.once());
            writers.add(writer);
            rotations.add(new Rotations(writer, server, chance, new Readers(), troubles));
        }
        run = start();
    }

    private AgentRun start() throws Exception {
        stopped = false;
        var started = new AgentRun(name, disk, trouble, network, chance);
        if (!settling && troubles.contains(Trouble.KILLS_MIDWAY) && chance.nextInt(6) == 0) {
            started.killAfter(chance.nextInt(60));
        }
        started.start(kind.settings(STATE), clock);
        return started;
    }

    /** Those who look at the files here. */
    private final class Readers implements Rotations.Readers {
        @Override
        public @Nullable BooleanSupplier of(Path path) {
            AgentRun reading = run.isReading(path) ? run : second != null && second.isReading(path) ? second : null;
            return reading == null ? null : reading::isAlive;
        }

        @Override
        public void witness(Path path, Incarnation incarnation) {
            if (second == null && !kind.once()) { // one that ends by itself may end before it can tell
                incarnation.witnessed(run::isAlive, run.knownLength(path));
            }
        }
    }

    String name() {
        return name;
    }

    /** Whether it says nothing of losses: it never comes back, or closes nothing as it runs with {@code --once}. */
    boolean isExcused() {
        return gone || kind.once();
    }

    /** One stage moves; a process that has ended is started again when its time has come. */
    void turn() throws Exception {
        AgentRun other = second;
        if (other != null && chance.nextBoolean()) {
            other.turn();
        } else {
            run.turn();
        }
        startAgain();
    }

    /** All stages move. */
    void turnAll() throws Exception {
        run.turnAll();
        AgentRun other = second;
        if (other != null) {
            other.turnAll();
        }
        startAgain();
    }

    private void startAgain() throws Exception {
        AgentRun other = second;
        if (other != null && !other.isAlive()) {
            checkEnd(other);
            second = null;
        }
        if (!run.isAlive() && !gone && startAtNanos == 0) {
            checkEnd(run);
            long rest = run.status() == 0 && kind.once()
                    ? ONCE_AGAIN_MILLIS
                    : run.status() == 1 ? LONGEST_ABSENCE_MILLIS : 0;
            startAtNanos = clock.monotonicNanos() + rest * 1_000_000;
        }
        boolean replaced = settling && second != null; // the one that was refused is not started again
        if (startAtNanos != 0 && !gone && !replaced && clock.monotonicNanos() >= startAtNanos) {
            startAtNanos = 0;
            run = start();
        }
    }

    /** Nobody ends by himself but by {@code --once}, when asked to, or as the second of one name. */
    private void checkEnd(AgentRun ended) {
        if (ended.status() == 0) {
            assertThat(kind.once() || stopped).as("%s ended by itself", name).isTrue();
        } else if (ended.status() > 0) {
            assertThat(ended.sentence()).as("why %s ended", name).contains("is held by");
            assertThat(troubles).as("%s was refused", name).contains(Trouble.CLONES);
        }
    }

    /** kill -9, sometimes with the state folder lost in between (G14), sometimes for long or for good. */
    void kill() throws Exception {
        if (troubles.contains(Trouble.KILLS_MIDWAY) && chance.nextBoolean()) {
            run.killAfter(chance.nextInt(1 + chance.nextInt(100)));
            return;
        }
        run.end();
        if (chance.nextInt(4) == 0) {
            for (Path path : server.list(STATE)) {
                server.delete(path);
            }
        }
        startAtNanos = clock.monotonicNanos();
        if (troubles.contains(Trouble.ABSENCES) && chance.nextInt(3) > 0) {
            startAtNanos += chance.nextLong(LONGEST_ABSENCE_MILLIS) * 1_000_000;
        }
    }

    /** SIGTERM: it hands over what it has read and says goodbye for a restart. */
    void stop() {
        stopped = true;
        run.stop();
    }

    /** It never comes back. */
    void vanish() {
        run.end();
        if (second != null) {
            second.end();
        }
        gone = true;
        writers.forEach(writer -> writer.incarnations().forEach(one -> one.hiddenFromAllBut(null)));
    }

    /** Somebody starts it a second time, or starts a copy of it (G16). */
    void startSecond() throws Exception {
        if (second != null || gone) {
            return;
        }
        if (run.isAlive() && chance.nextBoolean()) {
            assertThatThrownBy(() -> new AgentRun(name, disk, DiskTrouble.NONE, network, chance)
                            .start(kind.settings(STATE), clock))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another agent uses this state folder");
            return;
        }
        for (Path path : server.list(STATE)) {
            try (DiskFile from = server.openForReading(path);
                    DiskFile to = server.openForWriting(COPIED_STATE.resolve(path.getFileName()))) {
                byte[] bytes = new byte[(int) from.size()];
                from.read(bytes, 0, bytes.length, 0);
                to.truncate(0);
                to.write(bytes, 0, bytes.length, 0);
            }
        }
        second = new AgentRun(name, disk, DiskTrouble.NONE, network, chance);
        second.start(kind.settings(COPIED_STATE), clock);
    }

    /** The state's volume has hardly any room, or has some again. */
    void fill(boolean full) {
        if (full) {
            disk.room(STATE, chance.nextInt(200));
        } else {
            disk.roomEverywhere();
        }
    }

    /** Somebody sets the clock. */
    void stepClock(Duration span) {
        clock.step(span);
    }

    void append() throws IOException {
        int which = chance.nextInt(writers.size());
        writers.get(which).append();
        if (chance.nextInt(3) == 0) {
            rotations.get(which).finishCopying();
        }
    }

    void rotate(Predicate<Incarnation> log) throws IOException {
        rotations.get(chance.nextInt(rotations.size())).rotate(log);
    }

    /** Finishes the lines in hand; nothing breaks any more. */
    void settle() throws IOException {
        settling = true;
        trouble.end();
        disk.roomEverywhere();
        run.killAfter(Integer.MAX_VALUE);
        if (startAtNanos != 0) {
            startAtNanos = Math.min(startAtNanos, clock.monotonicNanos() + LONGEST_ABSENCE_MILLIS * 1_000_000);
        }
        for (int i = 0; i < writers.size(); i++) {
            writers.get(i).finish();
            rotations.get(i).finishCopying();
        }
        if (gone) {
            vanish();
        }
    }

    /** Whether it has handed over all there is, as far as it knows, and is alone. */
    boolean isIdle() {
        AgentRun other = second;
        if (gone) {
            return true;
        }
        if (other != null && other.isAlive()) {
            return !run.isAlive() && other.hasReadAll();
        }
        if (kind.once()) { // it runs again and again and never comes to rest, but one that was killed has yet to run
            return run.isAlive() || run.status() == 0;
        }
        return run.isAlive() && run.hasReadAll();
    }

    /**
     * Where the wire has lost the answer that all is written, the connection ends too, as those do whose bytes get lost: nobody says it
     * twice, for over TCP it comes.
     */
    void missNoLastAnswer() {
        if (kind.once() && kind.waitWritten()) {
            run.loseConnection();
        }
    }

    /** Everything that was written to its files. */
    List<Incarnation> incarnations() {
        List<Incarnation> all = new ArrayList<>();
        writers.forEach(writer -> all.addAll(writer.incarnations()));
        return all;
    }
}
