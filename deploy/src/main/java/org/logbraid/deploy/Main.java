package org.logbraid.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Where every command begins: finds it by its word, runs it, turns its end into an exit status. */
@Command(
        name = "logbraid",
        description = "One correctly ordered log file out of many.",
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        footer = {"", "logbraid COMMAND --help tells more about a command; logbraid demo shows all of it."})
public final class Main extends CliCommand {
    /** A library that warns of a flag it can do without; held here, for a logger that nobody holds forgets its level. */
    private static final Logger NEEDLESS_WARNINGS = Logger.getLogger("net.openhft.chronicle.core.internal.cleaner");

    private Main(Console console) {
        super(console);
    }

    public static void main(String[] arguments) {
        NEEDLESS_WARNINGS.setLevel(Level.SEVERE);
        System.exit(run(Console.ofProcess(), arguments));
    }

    /**
     * Runs one command.
     *
     * @return its exit status
     */
    public static int run(Console console, String... arguments) {
        return commandLine(console).execute(arguments);
    }

    /** All commands with their options. */
    static CommandLine commandLine(Console console) {
        var line = new CommandLine(new Main(console))
                .addSubcommand("demo", new DemoCommand(console))
                .addSubcommand("collector", new CollectorCommand(console))
                .addSubcommand("agent", new AgentCommand(console))
                .addSubcommand("status", new StatusCommand(console))
                .addSubcommand("verify", new VerifyCommand(console))
                .addSubcommand("forget", new ForgetCommand(console))
                .addSubcommand("quorum", QuorumCommand.withSubcommands(console))
                .addSubcommand("settings", SettingsCommand.withSubcommands(console))
                .addSubcommand("validate", new ValidateCommand(console))
                .addSubcommand("completion", new CompletionCommand(console));
        return line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.isColored() ? Ansi.ON : Ansi.OFF))
                .setAbbreviatedOptionsAllowed(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setExitCodeExceptionMapper(failure -> CommandFailure.FAILED)
                .setParameterExceptionHandler((failure, given) -> wrongUsage(console, failure))
                .setExecutionExceptionHandler((failure, failed, result) -> failed(console, failure, failed));
    }

    @Override
    protected int run() throws CommandFailure {
        throw CommandFailure.usage("no command given: logbraid --help names them");
    }

    private static int wrongUsage(Console console, ParameterException failure) {
        console.error(failure.getMessage() + "\n"
                + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help tells how it is called");
        return CommandFailure.USAGE;
    }

    private static int failed(Console console, Exception failure, CommandLine failed) {
        if (failed.getCommand() instanceof CliCommand command && command.debug()) {
            failure.printStackTrace(console.err());
        }
        if (failure instanceof CommandFailure expected) {
            console.error(String.valueOf(expected.getMessage()));
            return expected.status();
        }
        console.error(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        console.error("--debug shows where in the program this came from");
        return CommandFailure.FAILED;
    }

    /** The version of this build. */
    static String version() {
        var properties = new Properties();
        try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the program is damaged: its version cannot be read", e);
        }
        return "logbraid " + properties.getProperty("version", "unknown");
    }
}
