package org.logbraid.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.AgentSettings;
import org.logbraid.common.HostPort;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logbraid agent PATH…}: follows files and hands their lines to the collectors. */
@Command(
        name = "agent",
        description = "Follows growing, rotating files and hands their lines to the collectors.",
        footer = {
            "",
            "Quote globs so that files that appear later are found: logbraid agent '/var/log/nginx/*.log'",
            "SIGHUP reads the settings file again; only name and state take effect at the next start."
        })
final class AgentCommand extends CliCommand {
    @Parameters(paramLabel = "PATH", arity = "0..*", description = "Files and globs.")
    @Nullable
    List<String> paths;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name to run under; default is the one kept in --state, at first the host's.")
    @Nullable
    String name;

    @Option(
            names = "--rename",
            description = "Allows another --name than the kept one: all files are sent again under the new name.")
    boolean rename;

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT,…",
            description = "Agents' ports of the collectors; default 127.0.0.1:7800.")
    @Nullable
    String to;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Folder for what is remembered; default ./logbraid/agent-NAME. Losing it loses no line.")
    @Nullable
    String state;

    @Option(names = "--channel", paramLabel = "NAME", description = "Channel the lines go to; default main.")
    @Nullable
    String channel;

    @Option(
            names = "--time",
            paramLabel = "FORMAT",
            description = "How stamps are read: auto, clf, iso8601, epoch or none; default auto.")
    @Nullable
    String time;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description = "Where files never seen begin: start or end; default start.")
    @Nullable
    String from;

    @Option(
            names = "--once",
            description = "Reads to the end of every file, says goodbye for good, ends when all is committed.")
    boolean once;

    @Option(
            names = "--wait",
            paramLabel = "WHAT",
            description = "With --once, what to wait for: committed, or written to the merged file; default committed.")
    @Nullable
    String wait;

    @Option(
            names = "--give-up",
            paramLabel = "DURATION",
            description = "With --once, how long a collector may be away (30s, 5m); default for ever.")
    @Nullable
    String giveUp;

    AgentCommand(Console console) {
        super(console);
    }

    /** The settings that flags and file amount to. */
    AgentSettings settings(Choices choices) throws CommandFailure {
        List<String> chosen = choices.pickAll(Keys.PATHS, paths);
        if (chosen == null) {
            throw CommandFailure.usage("no PATH given: name the files to follow, or 'paths' in the settings file");
        }
        boolean ends = choices.pick(Keys.ONCE, once);
        String waited = choices.pick(Keys.WAIT, wait, "committed");
        if (!ends && waited.equals("written")) {
            throw choices.refuse(Keys.WAIT, wait != null, "goes with --once only");
        }
        Duration patience = choices.pick(Keys.GIVE_UP, giveUp);
        if (!ends && patience != null) {
            throw choices.refuse(Keys.GIVE_UP, giveUp != null, "goes with --once only");
        }
        AgentSettings defaults = AgentSettings.defaults(chosen);
        String folder = choices.pick(Keys.STATE, state);
        List<HostPort> collectors = choices.pick(Keys.TO, to, defaults.collectors());
        return new AgentSettings(
                choices.pick(Keys.NAME, name),
                choices.pick(Keys.RENAME, rename),
                chosen,
                collectors,
                folder == null ? null : Path.of(folder),
                choices.pick(Keys.CHANNEL, channel, defaults.channel()),
                choices.pick(Keys.TIME, time, defaults.time()),
                choices.pick(Keys.FROM, from, "start").equals("end"),
                ends,
                waited.equals("written"),
                patience,
                choices.pick(Keys.MAX_LINE_BYTES, null, (long) defaults.maxLineBytes())
                        .intValue(),
                choices.pick(Keys.LONG_LINES, null, defaults.longLines()),
                choices.pick(Keys.ROTATE_WAIT, null, defaults.rotateWait()),
                choices.pick(Keys.STAMP_LAG, null, defaults.stampLag()),
                choices.pick(Keys.COMPRESS, null, defaults.compression()));
    }

    @Override
    boolean isGiven(Setting<?> setting) {
        return setting.equals(Keys.PATHS) ? paths != null && !paths.isEmpty() : super.isGiven(setting);
    }

    @Override
    protected int run() throws Exception {
        Choices choices = choices();
        return new AgentRun(this, settings(choices)).run(choices);
    }
}
