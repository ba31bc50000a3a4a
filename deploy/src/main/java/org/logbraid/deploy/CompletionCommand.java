package org.logbraid.deploy;

import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code logbraid completion}: a script for the shell. */
@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh: source <(logbraid completion)")
final class CompletionCommand extends CliCommand {
    CompletionCommand(Console console) {
        super(console);
    }

    @Override
    protected int run() {
        for (String line :
                AutoComplete.bash("logbraid", Main.commandLine(console())).split("\n", -1)) {
            console().printRaw(line);
        }
        return CommandFailure.DONE;
    }
}
