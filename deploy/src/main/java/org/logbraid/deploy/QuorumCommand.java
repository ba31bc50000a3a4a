package org.logbraid.deploy;

import java.util.List;
import org.logbraid.collector.quorum.MemberChange.Kind;
import org.logbraid.collector.status.JsonWriter;
import org.logbraid.common.HostPort;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logbraid quorum add|remove|replace|fetch}: changes the members of the group while all runs, one at a time. */
@Command(
        name = "quorum",
        description = "Changes the collectors of the group while all runs, one at a time.",
        synopsisSubcommandLabel = "add|remove|replace|fetch")
final class QuorumCommand extends CliCommand {
    private QuorumCommand(Console console) {
        super(console);
    }

    static CommandLine withSubcommands(Console console) {
        return new CommandLine(new QuorumCommand(console))
                .addSubcommand("add", new Add(console))
                .addSubcommand("remove", new Remove(console))
                .addSubcommand("replace", new Replace(console))
                .addSubcommand("fetch", new Fetch(console));
    }

    @Override
    protected int run() throws CommandFailure {
        throw CommandFailure.usage("quorum needs add, remove, replace or fetch: logbraid quorum --help");
    }

    /** What the three have in common. */
    abstract static class Change extends CliCommand {
        @Parameters(paramLabel = "NAME=HOST:PORT", description = "The collector and its collectors' port.")
        String member = "";

        @Mixin
        private HttpOption http = new HttpOption();

        @Option(names = "--json", description = "Reports as JSON.")
        boolean json;

        private final Kind kind;

        Change(Console console, Kind kind) {
            super(console);
            this.kind = kind;
        }

        @Override
        protected int run() throws CommandFailure {
            Choices choices = choices();
            int equals = member.indexOf('=');
            boolean addressed = equals >= 0;
            if (!addressed && kind != Kind.REMOVE) {
                throw CommandFailure.usage("'" + member + "' is not NAME=HOST:PORT");
            }
            String reply = http.post(
                    choices,
                    "/api/v1/quorum",
                    new JsonWriter()
                            .beginObject()
                            .key("change")
                            .value(kind.word())
                            .key("name")
                            .value(name(addressed ? member.substring(0, equals) : member))
                            .key("address")
                            .value(addressed ? address(member.substring(equals + 1)) : "")
                            .endObject()
                            .toString());
            return answered(reply, json);
        }

        private static String name(String text) throws CommandFailure {
            try {
                return Keys.NAME.read(List.of(text));
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage("NAME cannot be '" + text + "': expected is " + Keys.NAME.expected());
            }
        }

        private static String address(String text) throws CommandFailure {
            try {
                HostPort address = HostPort.parse(text);
                if (address.port() > 0) {
                    return address.toString();
                }
                throw CommandFailure.usage("nobody listens on port 0: '" + text + "'");
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage(String.valueOf(e.getMessage()));
            }
        }
    }

    /** One more. */
    @Command(
            name = "add",
            description =
                    "Makes a collector, started with an empty --data and --peers HOST:PORT, a member: it learns, and"
                            + " votes once it has caught up.")
    static final class Add extends Change {
        Add(Console console) {
            super(console, Kind.ADD);
        }
    }

    /** One less. */
    @Command(name = "remove", description = "Makes a collector, dead or alive, a member no longer; NAME alone will do.")
    static final class Remove extends Change {
        Remove(Console console) {
            super(console, Kind.REMOVE);
        }
    }

    /** Another one under the name. */
    @Command(
            name = "replace",
            description =
                    "Puts a collector, started with an empty --data under the same name, in the place of one that is"
                            + " gone.")
    static final class Replace extends Change {
        Replace(Console console) {
            super(console, Kind.REPLACE);
        }
    }

    /** What a new collector lacks. */
    @Command(
            name = "fetch",
            description =
                    "Has the collector that is asked fetch from the others the files that had ended before it joined, or"
                            + " that it lost. Nothing that it has is touched; a file that was packed beside its name counts"
                            + " as being there.")
    static final class Fetch extends CliCommand {
        @Mixin
        private HttpOption http = new HttpOption();

        @Option(names = "--json", description = "Reports as JSON.")
        boolean json;

        Fetch(Console console) {
            super(console);
        }

        @Override
        protected int run() throws CommandFailure {
            String reply = http.postUntilDone(choices(), "/api/v1/fetch", "{}", console()::say);
            return answered(reply, json);
        }
    }
}
