package org.logbraid.deploy.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.logbraid.collector.status.StatusClient;
import org.logbraid.deploy.cli.Answer;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Signals;

/**
 * The course of the demonstration: files grow, one is rotated, an agent and the collector are killed and come back, and in
 * the end the files are compared.
 *
 * <p>Belongs to the main thread.
 */
public final class Demo {
    private static final int AGENTS = 3;
    private static final long SETTLE_SECONDS = 60;

    private final Console console;
    private final Cast cast;
    private final Writers writers;
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final long began = System.nanoTime();
    private final StringBuilder happened = new StringBuilder();

    private Demo(Console console, Cast cast, Writers writers) {
        this.console = console;
        this.cast = cast;
        this.writers = writers;
    }

    /**
     * Runs the demonstration, in a new folder.
     *
     * @return whether every line came out once and in order
     */
    public static boolean run(Console console, boolean keepRunning) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("logbraid-demo-").toRealPath();
        console.say("the demo works in " + folder);
        try (var cast = new Cast(folder, AGENTS);
                var writers = new Writers(Playback.load(), List.of(cast.input(0), cast.input(1), cast.input(2)))) {
            Runtime.getRuntime().addShutdownHook(new Thread(cast::close, "demo-end"));
            var demo = new Demo(console, cast, writers);
            Signals.on("INT", demo.interrupted::countDown);
            Signals.on("TERM", demo.interrupted::countDown);
            return demo.run(keepRunning);
        }
    }

    private boolean run(boolean keepRunning) throws IOException, InterruptedException {
        cast.startCollector();
        for (int i = 0; i < AGENTS; i++) {
            cast.startAgent(i);
        }
        cast.awaitAgents();
        writers.start();
        tell("one collector and three agents run; three files grow by 300 lines a second each");
        boolean undisturbed = play();
        if (undisturbed && keepRunning) {
            tell("all goes on until Ctrl-C; look at it: logbraid status --http " + cast.http() + " · tail -f "
                    + cast.merged());
            interrupted.await();
        }
        writers.stop();
        tell("nothing is written any more, waiting until all of it is merged");
        cast.completeAgain();
        boolean settled = settle();
        List<String> wrong = cast.stop();
        wrong.forEach(console::error);
        return report(settled) && wrong.isEmpty();
    }

    /** Returns false when Ctrl-C came between. */
    private boolean play() throws IOException, InterruptedException {
        if (rest(3)) {
            return false;
        }
        Path rotated = writers.rotate(0);
        happened(rotated.getFileName() + " rotated by rename");
        if (rest(2)) {
            return false;
        }
        cast.killAgent(1);
        happened("agent " + Cast.name(1) + " killed (-9)");
        if (rest(1)) {
            return false;
        }
        cast.startAgent(1);
        tell("agent " + Cast.name(1) + " started again");
        if (rest(3)) {
            return false;
        }
        cast.killCollector();
        happened("collector killed (-9)");
        if (rest(1)) {
            return false;
        }
        cast.startCollector();
        tell("collector started again");
        return !rest(4);
    }

    private boolean rest(int seconds) throws InterruptedException {
        return interrupted.await(seconds, TimeUnit.SECONDS);
    }

    private void happened(String what) {
        happened.append(happened.length() == 0 ? "" : ", ").append(what);
        tell(what);
    }

    private void tell(String what) {
        console.say(String.format("%5.1f s  %s", (System.nanoTime() - began) / 1e9, what));
    }

    /** Waits until the collector says that everything is written, and the merged file has all lines. */
    private boolean settle() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        var client = new StatusClient(cast.http());
        while (System.nanoTime() < deadline) {
            try {
                Answer status = Answer.of(client.get("/api/v1/status").body());
                if (status.number("waitingLines") == 0 && isRead(status) && mergedLines() >= writers.lines()) {
                    return true;
                }
            } catch (IOException | CommandFailure e) {
                tell("the collector does not answer yet: " + e.getMessage());
            }
            Thread.sleep(200);
        }
        console.error("not everything is merged after " + SETTLE_SECONDS + " s: see the logs in " + cast.logs());
        return false;
    }

    /** Whether the log has every source up to the end of its file. */
    private boolean isRead(Answer status) throws IOException {
        int read = 0;
        for (int i = 0; i < AGENTS; i++) {
            long size = Files.size(cast.input(i));
            for (Answer source : status.objects("sources")) {
                if (source.text("path").equals(cast.input(i).toString()) && source.number("offset") == size) {
                    read++;
                }
            }
        }
        return read == AGENTS;
    }

    private long mergedLines() throws IOException {
        if (!Files.exists(cast.merged())) {
            return 0;
        }
        long lines = 0;
        for (byte b : Files.readAllBytes(cast.merged())) {
            if (b == '\n') {
                lines++;
            }
        }
        return lines;
    }

    private boolean report(boolean settled) throws IOException {
        Checker.Findings found = Checker.check(writers.sources(), cast.merged());
        long files = writers.sources().stream().mapToLong(List::size).sum();
        console.print("");
        row("lines in", found.linesIn() + " in " + files + " files of " + AGENTS + " agents");
        row("lines out", String.valueOf(found.linesOut()));
        row("lost", String.valueOf(found.lost()));
        row("doubled", String.valueOf(found.doubled()));
        row("torn", String.valueOf(found.foreign()));
        row("out of order", found.swapped() + " within their file, " + found.inverted() + " by their stamps");
        row("meanwhile", happened.length() == 0 ? "nothing" : happened.toString());
        row("merged file", cast.merged() + " (" + found.linesOut() + " lines)");
        row("input files", cast.input(0).getParent() + "");
        row("journal", cast.journal().toString());
        row("logs", cast.logs().toString());
        boolean well = settled && found.allWell() && found.linesIn() == writers.lines();
        console.print("");
        console.print(
                well
                        ? "every line came out once and in order, compared with the input files"
                        : "NOT every line came out once and in order: please report this, with the folder above");
        return well;
    }

    private void row(String name, String value) {
        console.print(String.format("%-13s %s", name, value));
    }
}
