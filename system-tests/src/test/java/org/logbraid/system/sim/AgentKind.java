package org.logbraid.system.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.logbraid.agent.AgentSettings;
import org.logbraid.agent.Compression;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.TimeFormat;
import org.logbraid.common.HostPort;

/**
 * How a simulated agent is started each time.
 *
 * @param collectors whom it dials
 * @param once whether it ends when everything is read
 * @param waitWritten with {@code once}: whether it waits until everything stands in the merged file
 */
record AgentKind(String name, List<HostPort> collectors, boolean once, boolean waitWritten, Compression compression) {
    static final Path LOGS = Path.of("/var/log");

    static AgentKind draw(String name, List<HostPort> collectors, Set<Trouble> troubles, RandomGenerator chance) {
        return new AgentKind(
                name,
                collectors,
                troubles.contains(Trouble.ONCE) && chance.nextBoolean(),
                chance.nextBoolean(),
                chance.nextInt(4) == 0 ? Compression.LZ4 : Compression.AUTO);
    }

    AgentSettings settings(Path state) {
        return new AgentSettings(
                name,
                false,
                List.of(LOGS + "/*.log"),
                collectors,
                state,
                "main",
                TimeFormat.AUTO,
                false,
                once,
                waitWritten,
                null,
                1024,
                LongLines.SPLIT,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                compression);
    }
}
