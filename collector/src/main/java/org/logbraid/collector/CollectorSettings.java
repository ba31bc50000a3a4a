package org.logbraid.collector;

import static org.logbraid.common.Checks.require;
import static org.logbraid.common.Checks.requireRange;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.JournalSettings;
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
 * @param quorum the collectors of the group
 * @param snapshotEveryBytes 4 KiB to 1 GiB of journal between two snapshots
 * @param journal how the journal lives on its disk
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
        QuorumSettings quorum,
        long snapshotEveryBytes,
        JournalSettings journal,
        long creditBytes) {
    private static final long MIB = 1024 * 1024;

    public CollectorSettings {
        require(!name.isEmpty(), "name must not be empty");
        require(
                quorum.members().isEmpty() || quorum.members().containsKey(name),
                "the quorum must have this collector among its members, '" + name + "' is not");
        requireRange("snapshot-every in bytes", snapshotEveryBytes, 4 * 1024, 1024 * MIB);
        requireRange("credit in bytes", creditBytes, MIB, 1024 * MIB);
    }

    /** These with the status port that was bound. */
    CollectorSettings at(HostPort boundHttp) {
        return with(boundHttp, quorum);
    }

    /** These once the collector has been recovered, if it was to be. */
    CollectorSettings recovered() {
        return with(http, quorum.recovered());
    }

    private CollectorSettings with(@Nullable HostPort newHttp, QuorumSettings newQuorum) {
        return new CollectorSettings(
                name,
                bind,
                advertise,
                newHttp,
                data,
                outFolder,
                shaping,
                acks,
                newQuorum,
                snapshotEveryBytes,
                journal,
                creditBytes);
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
                QuorumSettings.ALONE,
                64 * MIB,
                JournalSettings.DEFAULT,
                64 * MIB);
    }
}
