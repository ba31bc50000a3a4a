package org.logbraid.deploy;

import org.logbraid.deploy.cli.Answer;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logbraid status}: what a running collector says of itself. */
@Command(
        name = "status",
        description = "Shows members, leader, commit index, sources with their lag, who holds the frontier, outputs.")
final class StatusCommand extends CliCommand {
    @Mixin
    private HttpOption http = new HttpOption();

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    StatusCommand(Console console) {
        super(console);
    }

    @Override
    protected int run() throws CommandFailure {
        String reply = http.get(choices(), "/api/v1/status");
        if (json) {
            console().printRaw(reply.strip());
        } else {
            print(Answer.of(reply));
        }
        return CommandFailure.DONE;
    }

    private void print(Answer status) {
        String leader = status.text("leader");
        console()
                .print("collector " + status.text("name") + ", " + (leader.isEmpty() ? "no leader" : "leader " + leader)
                        + ", term " + status.text("term"));
        console()
                .print("committed up to entry " + status.text("commitIndex") + ", written up to "
                        + status.text("writtenIndex"));
        console().print(waiting(status));
        var members = status.objects("members");
        members.forEach(member -> console().print("member  " + member(member)));
        String difference = status.text("difference");
        if (!difference.isEmpty()) {
            console().print("ALARM   this collector " + difference);
        } else if (members.size() > 1 && status.number("filesAgreeAt") > 0) {
            console().print("merged files agree at entry " + status.text("filesAgreeAt"));
        }
        String missing = String.join(", ", status.texts("waitingForMembers"));
        if (!missing.isEmpty()) {
            console().print("the group begins when these have come: " + missing);
        }
        for (var output : status.objects("outputs")) {
            console()
                    .print("output  " + output.text("path") + "  " + output.text("bytes")
                            + " bytes, checksum " + output.text("checksum") + " at entry "
                            + output.text("index"));
        }
        for (var source : status.objects("sources")) {
            console()
                    .print("source  " + source.text("agent") + "  " + source.text("path")
                            + "  generation " + source.text("generation") + ", offset "
                            + source.text("offset") + ", lag " + source.text("lagBytes") + " bytes");
        }
        status.object("counters").values().forEach((name, value) -> console().print("count   " + name + " " + value));
    }

    private static String member(Answer member) {
        String index = member.text("durableIndex");
        return member.text("name")
                + (member.text("address").isEmpty() ? "" : "  " + member.text("address"))
                + (member.text("leader").equals("true") ? ", leads" : "")
                + (member.text("voting").equals("true") ? "" : ", learns")
                + (index.isEmpty() ? "" : ", on disk up to entry " + index + ", behind " + member.text("lagEntries"));
    }

    private static String waiting(Answer status) {
        long lines = status.number("waitingLines");
        var holder = status.object("heldBy");
        if (lines == 0 || holder.isEmpty()) {
            return lines + " lines wait";
        }
        String source = holder.text("source");
        return lines + " lines wait for agent " + holder.text("agent")
                + (source.isEmpty() ? "" : ", source " + source) + ", since " + holder.text("seconds")
                + " s";
    }
}
