package org.logbraid.deploy;

import java.io.IOException;
import org.logbraid.collector.QuorumSettings;
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
                        + " or a group of them merges them. A file is rotated, an agent and the collector, of several the"
                        + " one that leads, are killed. Ends by itself or with Ctrl-C, checks the merged file against the"
                        + " input files, and says what to look at.")
final class DemoCommand extends CliCommand {
    @Option(names = "--collectors", paramLabel = "N", description = "How many collectors, 1 to 9; default 1.")
    int collectors = 1;

    @Option(names = "--keep-running", description = "Goes on until Ctrl-C.")
    boolean keepRunning;

    DemoCommand(Console console) {
        super(console);
    }

    @Override
    protected int run() throws CommandFailure, InterruptedException {
        choices();
        if (collectors < 1 || collectors > QuorumSettings.MOST_MEMBERS) {
            throw CommandFailure.usage(
                    "--collectors must be 1 to " + QuorumSettings.MOST_MEMBERS + ", was " + collectors);
        }
        if (collectors % 2 == 0) {
            console().say(QuorumSettings.evenWarning(collectors));
        }
        try {
            return Demo.run(console(), collectors, keepRunning) ? CommandFailure.DONE : CommandFailure.FAILED;
        } catch (IOException e) {
            throw CommandFailure.failed("the demo cannot go on: " + e.getMessage(), e);
        }
    }
}
