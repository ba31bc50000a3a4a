package org.logbraid.deploy;

import java.io.IOException;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code logbraid demo}: the whole system on this machine. */
@Command(
        name = "demo",
        description =
                "The whole system on this machine: three agents follow files that are being written, one collector"
                        + " merges them. A file is rotated, an agent and the collector are killed. Ends by itself or with"
                        + " Ctrl-C, checks the merged file against the input files, and says what to look at.")
final class DemoCommand extends CliCommand {
    @Option(names = "--keep-running", description = "Goes on until Ctrl-C.")
    boolean keepRunning;

    DemoCommand(Console console) {
        super(console);
    }

    @Override
    protected int run() throws CommandFailure, InterruptedException {
        choices();
        try {
            return Demo.run(console(), keepRunning) ? CommandFailure.DONE : CommandFailure.FAILED;
        } catch (IOException e) {
            throw CommandFailure.failed("the demo cannot go on: " + e.getMessage(), e);
        }
    }
}
