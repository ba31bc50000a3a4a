package org.logbraid.deploy;

import java.util.List;
import org.logbraid.collector.status.JsonWriter;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logbraid forget AGENT}: an agent is gone for good. */
@Command(name = "forget", description = "Says that an agent is gone for good: nobody waits for it any more.")
final class ForgetCommand extends CliCommand {
    @Parameters(paramLabel = "AGENT", description = "Name of the agent.")
    String agent = "";

    @Mixin
    private HttpOption http = new HttpOption();

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    ForgetCommand(Console console) {
        super(console);
    }

    @Override
    protected int run() throws CommandFailure {
        Choices choices = choices();
        try {
            Keys.NAME.read(List.of(agent));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("AGENT cannot be '" + agent + "': expected is " + Keys.NAME.expected());
        }
        String body = new JsonWriter()
                .beginObject()
                .key("agent")
                .value(agent)
                .endObject()
                .toString();
        String reply = http.post(choices, "/api/v1/forget", body);
        return answered(reply, json);
    }
}
