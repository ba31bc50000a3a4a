package org.logbraid.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.QuorumSettings;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.HostPort;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Addresses;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import org.logbraid.deploy.cli.OutFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code logbraid collector}: runs a collector. */
@Command(
        name = "collector",
        description = "Runs a collector: takes agents' lines, keeps their order in a journal, writes the merged file.",
        footer = {
            "",
            "SIGUSR1 ends the merged file and begins the next one; SIGHUP reads the settings file again: what shapes the"
                    + " merged file takes effect at once, the rest at the next start."
        })
final class CollectorCommand extends CliCommand {
    @Option(names = "--name", paramLabel = "NAME", description = "Name of this collector; default collector.")
    @Nullable
    String name;

    @Option(names = "--bind", paramLabel = "HOST:PORT", description = "Agents' port; default 127.0.0.1:7800.")
    @Nullable
    String bind;

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "What agents are told to dial; default the address of --bind.")
    @Nullable
    String advertise;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of journal and state; default ./logbraid/NAME.")
    @Nullable
    String data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Merged file, may hold {channel}; default ./merged.log.")
    @Nullable
    String out;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "time (by the stamps of the lines) or channel (as committed); default time.")
    @Nullable
    String order;

    @Option(
            names = "--acks",
            paramLabel = "WHEN",
            description =
                    "synced (safe from power loss) or replicated (safe from a crash of the process); default synced.")
    @Nullable
    String acks;

    @Option(
            names = "--quorum",
            paramLabel = "NAME=HOST:PORT,…",
            description =
                    "All collectors of the group with their collectors' ports, this one included; default this one"
                            + " alone.")
    @Nullable
    String quorum;

    @Option(
            names = "--peers",
            paramLabel = "HOST:PORT",
            description = "Where to bind the collectors' port; default its own address in --quorum.")
    @Nullable
    String peers;

    @Option(
            names = "--recover",
            description = "Goes on alone when the majority of the group is lost for good; says what that risks.")
    boolean recover;

    @Option(
            names = "--expect",
            paramLabel = "N|NAME,…",
            description = "Agents that a new channel waits for before it begins to write: their number or names.")
    @Nullable
    String expect;

    @Option(names = "--http", paramLabel = "HOST:PORT", description = "Status port, or off; default 127.0.0.1:7880.")
    @Nullable
    String http;

    CollectorCommand(Console console) {
        super(console);
    }

    /** The settings that flags and file amount to. */
    CollectorSettings settings(Choices choices) throws CommandFailure {
        CollectorSettings defaults = CollectorSettings.defaults(Path.of("."));
        ShapingSettings shaped = ShapingSettings.DEFAULT;
        String chosenName = choices.pick(Keys.NAME, name, defaults.name());
        HostPort agents = choices.pick(Keys.BIND, bind, defaults.bind());
        Addresses.requireBindable(choices, Keys.BIND, bind != null, agents);
        Optional<HostPort> status = choices.pick(Keys.HTTP, http, Optional.ofNullable(defaults.http()));
        if (status.isPresent()) {
            Addresses.requireBindable(choices, Keys.HTTP, http != null, status.get());
        }
        OutFile file = choices.pick(Keys.OUT, out, new OutFile(Path.of("."), shaped.outName()));
        Keys.Roster roster = choices.pick(Keys.EXPECT, expect, new Keys.Roster(List.of(), 0));
        return new CollectorSettings(
                chosenName,
                agents,
                choices.pick(Keys.ADVERTISE, advertise),
                status.orElse(null),
                Path.of(choices.pick(Keys.DATA, data, "./logbraid/" + chosenName)),
                file.folder(),
                new ShapingSettings(
                        choices.pick(Keys.ORDER, order, shaped.order()),
                        file.name(),
                        roster.names(),
                        roster.count(),
                        choices.pick(Keys.EVICT_AFTER, null, shaped.evictAfter()),
                        choices.pick(Keys.SKEW, null, shaped.skew())),
                choices.pick(Keys.ACKS, acks, defaults.acks()),
                quorum(choices, chosenName),
                choices.pick(Keys.SNAPSHOT_EVERY, null, defaults.snapshotEveryBytes()),
                journal(choices, defaults.journal()),
                choices.pick(Keys.CREDIT, null, defaults.creditBytes()));
    }

    private QuorumSettings quorum(Choices choices, String chosenName) throws CommandFailure {
        Map<String, HostPort> members = choices.pick(Keys.QUORUM, quorum, Map.of());
        if (!members.isEmpty() && !members.containsKey(chosenName)) {
            throw choices.refuse(
                    Keys.QUORUM,
                    quorum != null,
                    "must have this collector among its members: '" + chosenName + "' is not; name it with --name");
        }
        var chosen = new QuorumSettings(members, choices.pick(Keys.PEERS, peers), recover);
        HostPort bind = chosen.bindOf(chosenName);
        if (bind != null) {
            boolean given = chosen.peers() != null;
            Setting<?> key = given ? Keys.PEERS : Keys.QUORUM;
            Addresses.requireBindable(choices, key, (given ? peers : quorum) != null, bind);
        }
        return chosen;
    }

    private static JournalSettings journal(Choices choices, JournalSettings defaults) throws CommandFailure {
        return new JournalSettings(
                choices.pick(Keys.CYCLE_SIZE, null, defaults.cycleBytes()),
                choices.pick(Keys.BLOCK_SIZE, null, defaults.blockBytes()),
                choices.pick(Keys.RETENTION_SIZE, null, defaults.retentionBytes()),
                choices.pick(Keys.RETENTION_AGE, null, defaults.retentionAge()),
                choices.pick(Keys.ABSENCE_SIZE, null, defaults.absenceBytes()),
                choices.pick(Keys.RESERVE_SIZE, null, defaults.reserveBytes()));
    }

    @Override
    protected int run() throws Exception {
        Choices choices = choices();
        return new CollectorRun(this, settings(choices)).run(choices);
    }
}
