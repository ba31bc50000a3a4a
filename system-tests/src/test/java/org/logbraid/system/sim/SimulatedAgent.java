package org.logbraid.system.sim;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.logbraid.agent.AgentSettings;
import org.logbraid.agent.AgentStages;
import org.logbraid.agent.AgentState;
import org.logbraid.agent.Compression;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.Machine;
import org.logbraid.agent.TimeFormat;
import org.logbraid.agent.handover.HandoverListener;
import org.logbraid.common.testing.SimulatedDisk;
import org.logbraid.common.testing.SimulatedTime;

/** A machine with log files that grow and rotate, and the agent that follows them: killed and started again. */
final class SimulatedAgent {
    private static final Path LOGS = Path.of("/var/log");
    private static final Path STATE = Path.of("/state");

    private final SimulatedNetwork network;
    private final RandomGenerator chance;
    private final SimulatedTime.MachineClock clock;
    private final SimulatedDisk disk;
    private final SimulatedDisk.Mount server;
    private final AgentSettings settings;
    private final List<LogWriter> writers = new ArrayList<>();

    private SimulatedDisk.Mount mount;
    private SimulatedNetwork.Channel channel;
    private AgentStages stages;

    SimulatedAgent(
            String name, SimulatedTime time, SimulatedNetwork network, RandomGenerator chance, boolean unrulyStamps)
            throws IOException {
        this.network = network;
        this.chance = chance;
        this.clock = time.machine(unrulyStamps ? chance.nextLong(-1_500_000_000L, 1_500_000_000L) : 0);
        this.disk = new SimulatedDisk(time);
        this.server = disk.mount();
        server.createFolders(LOGS);
        this.settings = new AgentSettings(
                name,
                false,
                List.of(LOGS + "/*.log"),
                List.of(SimulatedCollector.ADDRESS),
                STATE,
                "main",
                TimeFormat.AUTO,
                false,
                false,
                false,
                null,
                1024,
                LongLines.SPLIT,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                chance.nextInt(4) == 0 ? Compression.LZ4 : Compression.AUTO);
        int files = 1 + chance.nextInt(3);
        for (int i = 0; i < files; i++) {
            writers.add(new LogWriter(name, LOGS.resolve("f" + i + ".log"), server, clock, chance, unrulyStamps));
        }
        mount = disk.mount();
        channel = network.channel(name);
        stages = open();
    }

    private AgentStages open() throws IOException {
        AgentState state = AgentState.open(settings, mount, chance, new Machine("machine", "id"));
        return new AgentStages(settings, state, mount, clock, chance, channel, new HandoverListener() {
            @Override
            public void said(String sentence) {
                // nobody listens
            }

            @Override
            public void ready() {
                // nobody waits
            }

            @Override
            public void ended(int status, String sentence) {
                throw new IllegalStateException("agent ended by itself: status=" + status + " " + sentence);
            }
        });
    }

    /** kill -9 and a new start, sometimes with the state folder lost in between (G14). */
    void restart() throws IOException {
        mount.kill();
        channel.close();
        mount = disk.mount();
        if (chance.nextInt(4) == 0) {
            mount.list(STATE).forEach(mount::delete);
        }
        channel = network.channel(requireNonNull(settings.name()));
        stages = open();
    }

    /** One stage moves. */
    void turn() throws Exception {
        if (chance.nextBoolean()) {
            stages.tail().turn();
        } else {
            stages.handover().turn();
        }
    }

    /** Both stages move. */
    void turnAll() throws Exception {
        stages.tail().turn();
        stages.handover().turn();
    }

    LogWriter anyWriter() {
        return writers.get(chance.nextInt(writers.size()));
    }

    /** Finishes the lines in hand; how many bytes have to come out in the end. */
    int finishWriting() throws IOException {
        int bytes = 0;
        for (LogWriter writer : writers) {
            writer.finish();
            for (WrittenLine line : writer.written()) {
                bytes += line.text().length() + 1;
            }
        }
        return bytes;
    }

    List<WrittenLine> written() {
        List<WrittenLine> all = new ArrayList<>();
        writers.forEach(writer -> all.addAll(writer.written()));
        return all;
    }
}
