package org.logbraid.deploy;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Answer;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.CommonOptions;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command: has the options that all have, and the streams. Runs once, on the main thread. */
@Command(
        versionProvider = CliCommand.Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed while running", "2:wrong usage", "78:a wrong settings file"})
abstract class CliCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;

    protected CliCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() throws Exception {
        return run();
    }

    /**
     * Does what the command is for.
     *
     * @return its exit status
     */
    protected abstract int run() throws Exception;

    protected Console console() {
        return console;
    }

    /** Prints what a collector answered that has changed something: its sentence, or all of it as JSON; the exit status. */
    protected int answered(String reply, boolean json) throws CommandFailure {
        if (json) {
            console.printRaw(reply.strip());
        } else {
            console.print(Answer.of(reply).text("message"));
        }
        return CommandFailure.DONE;
    }

    protected CommonOptions common() {
        return common;
    }

    boolean debug() {
        return common.debug();
    }

    /** Whether an option of a setting's name was given: it beats the settings file. */
    boolean isGiven(Setting<?> setting) {
        return spec != null && spec.commandLine().getParseResult().hasMatchedOption("--" + setting.key());
    }

    /** Flags and settings file, read together. */
    protected Choices choices() throws CommandFailure {
        return common.choices(console, Keys.all());
    }

    /** Tells the version of this build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Main.version()};
        }
    }
}
