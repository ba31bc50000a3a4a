package org.logbraid.collector;

import static org.logbraid.common.Checks.require;
import static org.logbraid.common.Checks.requireRange;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * Everything that a collector is told at its start. Immutable.
 *
 * @param name name in the quorum
 * @param bind agents' port
 * @param advertise what agents are told, or null for the bound address
 * @param http address of status and metrics, or null for none
 * @param data folder of journal, votes and snapshots
 * @param outFolder local folder of the merged files
 * @param shaping the settings that shape a file: those wanted here; the log's win
 * @param acks when a line counts as acknowledged
 * @param snapshotEveryBytes 4 KiB to 1 GiB of journal between two snapshots
 * @param cycleBytes 4 MiB to 1 GiB: size at which a new journal file begins
 * @param retentionBytes journal kept beyond what is needed, 0 to 1 TiB
 * @param retentionAge how long journal is kept beyond what is needed
 * @param creditBytes 1 MiB to 1 GiB shared among the agents as bytes in flight
 */
public record CollectorSettings(
        String name,
        HostPort bind,
        @Nullable HostPort advertise,
        @Nullable HostPort http,
        Path data,
        Path outFolder,
        ShapingSettings shaping,
        Acks acks,
        long snapshotEveryBytes,
        long cycleBytes,
        long retentionBytes,
        Duration retentionAge,
        long creditBytes) {
    private static final long MIB = 1024 * 1024;

    public CollectorSettings {
        require(!name.isEmpty(), "name must not be empty");
        requireRange("snapshot-every in bytes", snapshotEveryBytes, 4 * 1024, 1024 * MIB);
        requireRange("cycle-size in bytes", cycleBytes, 4 * MIB, 1024 * MIB);
        requireRange("retention-size in bytes", retentionBytes, 0, MIB * MIB);
        requireRange("credit in bytes", creditBytes, MIB, 1024 * MIB);
    }

    /** The settings of a collector that was told nothing, in a folder. */
    public static CollectorSettings defaults(Path folder) {
        return new CollectorSettings(
                "collector",
                new HostPort("127.0.0.1", 7800),
                null,
                new HostPort("127.0.0.1", 7880),
                folder.resolve("logbraid").resolve("collector"),
                folder,
                ShapingSettings.DEFAULT,
                Acks.SYNCED,
                64 * MIB,
                64 * MIB,
                64 * MIB,
                Duration.ofDays(1),
                64 * MIB);
    }
}
