package org.logbraid.deploy;

import java.nio.file.Path;
import org.logbraid.collector.status.JsonWriter;
import org.logbraid.common.settings.SettingsFile;
import org.logbraid.deploy.cli.Answer;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.CommonOptions;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logbraid settings show|apply}: the settings that shape the merged file and stand in the log (G3). */
@Command(
        name = "settings",
        description = "Shows or changes the settings that shape the merged file; they stand in the log.",
        synopsisSubcommandLabel = "show|apply")
final class SettingsCommand extends CliCommand {
    private SettingsCommand(Console console) {
        super(console);
    }

    static CommandLine withSubcommands(Console console) {
        return new CommandLine(new SettingsCommand(console))
                .addSubcommand("show", new Show(console))
                .addSubcommand("apply", new Apply(console));
    }

    @Override
    protected int run() throws CommandFailure {
        throw CommandFailure.usage("settings needs show or apply: logbraid settings --help");
    }

    /** Prints what stands in the log, in the form of a settings file. */
    @Command(name = "show", description = "Prints the shaping settings in the form of a settings file.")
    static final class Show extends CliCommand {
        @Mixin
        private HttpOption http = new HttpOption();

        @Option(names = "--json", description = "Reports as JSON.")
        boolean json;

        Show(Console console) {
            super(console);
        }

        @Override
        protected int run() throws CommandFailure {
            String reply = http.get(choices(), "/api/v1/settings");
            if (json) {
                console().printRaw(reply.strip());
            } else {
                Answer.of(reply).values().forEach((key, value) -> console().print(key + ": " + value));
            }
            return CommandFailure.DONE;
        }
    }

    /** Makes the shaping settings of a file an entry of the log; keys that do not shape are left alone. */
    @Command(
            name = "apply",
            description = "Makes the shaping settings of FILE (out, order, expect, evict-after, skew) those of the log;"
                    + " what FILE does not name stays as it is.")
    static final class Apply extends CliCommand {
        @Parameters(paramLabel = "FILE", description = "Settings file.")
        Path file = Path.of("");

        @Mixin
        private HttpOption http = new HttpOption();

        @Option(names = "--json", description = "Reports as JSON.")
        boolean json;

        Apply(Console console) {
            super(console);
        }

        @Override
        protected int run() throws CommandFailure {
            SettingsFile wanted = CommonOptions.readFile(file, Keys.all());
            if (Shaping.SETTINGS.stream().noneMatch(setting -> wanted.keys().contains(setting.key()))) {
                throw CommandFailure.settings(
                        file + ":1:1: no setting that shapes a file: expected is one of out, order,"
                                + " expect, evict-after, skew");
            }
            String reply = http.post(choices(), "/api/v1/settings", changes(wanted));
            return answered(reply, json);
        }

        /** The keys of the file that shape, each in the form in which it stands in the log. */
        private static String changes(SettingsFile wanted) throws CommandFailure {
            var json = new JsonWriter().beginObject();
            Shaping.inLog(Shaping.of(new Choices(wanted)), wanted.keys())
                    .forEach((key, value) -> json.key(key).value(value));
            return json.endObject().toString();
        }
    }
}
