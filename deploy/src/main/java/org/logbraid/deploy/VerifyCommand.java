package org.logbraid.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.CollectorProcess;
import org.logbraid.collector.journal.chronicle.JournalCopy;
import org.logbraid.collector.status.JsonWriter;
import org.logbraid.collector.verify.FolderComparison;
import org.logbraid.collector.verify.JournalVerifier;
import org.logbraid.collector.verify.Verification;
import org.logbraid.common.clock.SystemClock;
import org.logbraid.common.disk.NioDisk;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logbraid verify DIR}: checks merged files against the journal, or against those of another collector. */
@Command(
        name = "verify",
        description = "Checks the merged files in a folder: against the journal they were made from (--journal),"
                + " or against the files of the same name in a second folder. Works beside a live collector.")
final class VerifyCommand extends CliCommand {
    @Parameters(paramLabel = "DIR", arity = "1..2", description = "Folder of merged files; or two of them.")
    List<Path> folders = List.of();

    @Option(
            names = "--journal",
            paramLabel = "DATA",
            description = "Data folder of the collector that wrote the merged files (its --data).")
    @Nullable
    Path journal;

    @Option(names = "--json", description = "Reports as JSON.")
    boolean json;

    VerifyCommand(Console console) {
        super(console);
    }

    @Override
    protected int run() throws CommandFailure {
        choices();
        if (journal == null && folders.size() < 2) {
            throw CommandFailure.usage(
                    "verify needs something to compare with: give --journal DATA, or a second folder");
        }
        if (journal != null && folders.size() > 1) {
            throw CommandFailure.usage("verify compares with --journal DATA or with a second folder, not with both");
        }
        for (Path folder : folders) {
            requireFolder(folder);
        }
        try {
            Verification found;
            if (journal != null) {
                requireFolder(journal);
                var verifier = new JournalVerifier(new NioDisk(), journal, folders.get(0));
                try (var copy = JournalCopy.open(CollectorProcess.journalFolder(journal), SystemClock.INSTANCE)) {
                    found = verifier.verify(copy.journal());
                }
            } else {
                found = new FolderComparison(new NioDisk()).compare(folders.get(0), folders.get(1));
            }
            report(found);
            return found.isWell() ? CommandFailure.DONE : CommandFailure.FAILED;
        } catch (IOException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireFolder(Path folder) throws CommandFailure {
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.failed("no such folder: '" + folder + "'");
        }
    }

    private void report(Verification found) {
        Verification.Difference difference = found.difference();
        if (json) {
            var report = new JsonWriter().beginObject();
            report.key("well").value(found.isWell());
            report.key("entries").value(found.entries());
            report.key("bytes").value(found.bytes());
            report.key("notes").beginArray();
            found.notes().forEach(report::value);
            report.endArray();
            if (difference != null) {
                report.key("file").value(difference.file().toString());
                report.key("at").value(difference.at());
                report.key("what").value(difference.what());
            }
            console().printRaw(report.endObject().toString());
            return;
        }
        found.notes().forEach(note -> console().say("note: " + note));
        if (difference == null) {
            console()
                    .print("all well: bytes=" + found.bytes() + (journal == null ? "" : " entries=" + found.entries()));
        } else {
            console()
                    .print("different: file=" + difference.file()
                            + (difference.at() < 0 ? "" : " at=" + difference.at()) + ": " + difference.what());
        }
    }
}
