package org.logbraid.agent;

import static org.logbraid.common.Checks.require;
import static org.logbraid.common.Checks.requireRange;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * Everything that an agent is told at its start. Immutable.
 *
 * @param name name to run under, or null for the one kept in the state folder, at first the host's
 * @param rename whether another name than the kept one is wanted
 * @param paths files and globs, at least one
 * @param collectors agents' ports of collectors, at least one
 * @param state folder of the agent's state, or null for {@code ./logbraid/agent-NAME}
 * @param channel channel its lines go to
 * @param time how stamps are read
 * @param fromEnd whether files that are there when the agent first starts are read from their end
 * @param once whether the agent ends when everything is read and committed
 * @param waitWritten with {@code once}: whether it waits until everything stands in the merged file
 * @param giveUp with {@code once}: how long a collector may be away, or null for ever
 * @param maxLineBytes 1 KiB to 1 MiB: longest line, its newline not counted
 * @param longLines what becomes of longer ones
 * @param rotateWait how long a renamed or unlinked file has to be quiet before it counts as finished, 0 to 1 h
 * @param stampLag how long before a line is written it may have been stamped, 0 to 10 s
 * @param compression whether blocks are packed
 */
public record AgentSettings(
        @Nullable String name,
        boolean rename,
        List<String> paths,
        List<HostPort> collectors,
        @Nullable Path state,
        String channel,
        TimeFormat time,
        boolean fromEnd,
        boolean once,
        boolean waitWritten,
        @Nullable Duration giveUp,
        int maxLineBytes,
        LongLines longLines,
        Duration rotateWait,
        Duration stampLag,
        Compression compression) {
    public static final int DEFAULT_MAX_LINE_BYTES = 1024 * 1024;

    public AgentSettings {
        paths = List.copyOf(paths);
        collectors = List.copyOf(collectors);
        require(!paths.isEmpty(), "paths must name at least one file");
        require(!collectors.isEmpty(), "to must name at least one collector");
        require(!channel.isEmpty(), "channel must not be empty");
        requireRange("max-line-bytes", maxLineBytes, 1024, 1024 * 1024);
        requireRange("rotate-wait in ms", rotateWait.toMillis(), 0, 3_600_000);
        requireRange("stamp-lag in ms", stampLag.toMillis(), 0, 10_000);
    }

    /** These, for an agent of the name and the state folder of others. */
    public AgentSettings withIdentityOf(AgentSettings other) {
        return withIdentity(other.name, other.rename, other.state);
    }

    /** These, for an agent of a name and a state folder; all as in the constructor. */
    public AgentSettings withIdentity(@Nullable String newName, boolean newRename, @Nullable Path newState) {
        return new AgentSettings(
                newName,
                newRename,
                paths,
                collectors,
                newState,
                channel,
                time,
                fromEnd,
                once,
                waitWritten,
                giveUp,
                maxLineBytes,
                longLines,
                rotateWait,
                stampLag,
                compression);
    }

    /** The settings of an agent that was told nothing but what to follow. */
    public static AgentSettings defaults(List<String> paths) {
        return defaults(paths, List.of(new HostPort("127.0.0.1", 7800)));
    }

    /** As the other one, with the collectors. */
    public static AgentSettings defaults(List<String> paths, List<HostPort> collectors) {
        return new AgentSettings(
                null,
                false,
                paths,
                collectors,
                null,
                "main",
                TimeFormat.AUTO,
                false,
                false,
                false,
                null,
                DEFAULT_MAX_LINE_BYTES,
                LongLines.SPLIT,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Compression.AUTO);
    }
}
