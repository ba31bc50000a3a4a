package org.logbraid.deploy.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.logbraid.deploy.cli.Answer;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Signals;

/**
 * The course of the demonstration: files grow, one is rotated, an agent and the collector, of several the leading one, are
 * killed and come back, and in the end the files are compared.
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
     * @param collectors 1 or more
     * @return whether every line came out once and in order
     */
    public static boolean run(Console console, int collectors, boolean keepRunning)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("logbraid-demo-").toRealPath();
        console.say("the demo works in " + folder);
        try (var cast = new Cast(folder, collectors, AGENTS);
                var writers = new Writers(Playback.load(), List.of(cast.input(0), cast.input(1), cast.input(2)))) {
            Runtime.getRuntime().addShutdownHook(new Thread(cast::close, "demo-end"));
            var demo = new Demo(console, cast, writers);
            Signals.on("INT", demo.interrupted::countDown);
            Signals.on("TERM", demo.interrupted::countDown);
            return demo.run(keepRunning);
        }
    }

    private boolean run(boolean keepRunning) throws IOException, InterruptedException {
        cast.startCollectors();
        for (int i = 0; i < AGENTS; i++) {
            cast.startAgent(i);
        }
        cast.awaitAgents();
        writers.start();
        tell(words() + " and three agents run; three files grow by 300 lines a second each");
        boolean undisturbed = play();
        if (undisturbed && keepRunning) {
            Collector first = cast.collectors().get(0);
            tell("all goes on until Ctrl-C; look at it: logbraid status --http " + first.http() + " · tail -f "
                    + first.merged());
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
        Collector killed = leader();
        killed.kill();
        long since = System.nanoTime();
        happened((isOne() ? "collector" : killed.name() + ", which led,") + " killed (-9)");
        if (!isOne() && awaitLeader()) {
            happened(String.format("%s leads %.1f s later", leader().name(), (System.nanoTime() - since) / 1e9));
        }
        if (rest(isOne() ? 1 : 3)) {
            return false;
        }
        cast.startCollector(killed);
        tell(killed.name() + " started again");
        return !rest(4);
    }

    private boolean isOne() {
        return cast.collectors().size() == 1;
    }

    private String words() {
        return isOne() ? "one collector" : cast.collectors().size() + " collectors";
    }

    /** The one that leads, or the first one while nobody does. */
    private Collector leader() {
        return cast.collectors().stream()
                .filter(Collector::leads)
                .findFirst()
                .orElse(cast.collectors().get(0));
    }

    private boolean awaitLeader() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (System.nanoTime() < deadline) {
            if (cast.collectors().stream().anyMatch(Collector::leads)) {
                return true;
            }
            Thread.sleep(20);
        }
        return false;
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

    /** Waits until the collectors say that everything is written, and the merged files have all lines. */
    private boolean settle() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (System.nanoTime() < deadline) {
            try {
                boolean all = true;
                for (Collector collector : cast.collectors()) {
                    Answer status = collector.status();
                    all &= status.number("waitingLines") == 0
                            && isRead(status)
                            && mergedLines(collector.merged()) >= writers.lines();
                }
                if (all) {
                    return true;
                }
            } catch (IOException | CommandFailure e) {
                tell("a collector does not answer yet: " + e.getMessage());
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

    private static long mergedLines(Path merged) throws IOException {
        if (!Files.exists(merged)) {
            return 0;
        }
        long lines = 0;
        for (byte b : Files.readAllBytes(merged)) {
            if (b == '\n') {
                lines++;
            }
        }
        return lines;
    }

    private boolean report(boolean settled) throws IOException {
        Path merged = cast.collectors().get(0).merged();
        Checker.Findings found = Checker.check(writers.sources(), merged);
        long files = writers.sources().stream().mapToLong(List::size).sum();
        console.print("");
        row("lines in", found.linesIn() + " in " + files + " files of " + AGENTS + " agents");
        row("lines out", String.valueOf(found.linesOut()));
        row("lost", String.valueOf(found.lost()));
        row("doubled", String.valueOf(found.doubled()));
        row("torn", String.valueOf(found.foreign()));
        row("out of order", found.swapped() + " within their file, " + found.inverted() + " by their stamps");
        row("meanwhile", happened.length() == 0 ? "nothing" : happened.toString());
        row("merged file", merged + " (" + found.linesOut() + " lines)");
        boolean same = true;
        for (Collector other : cast.collectors().subList(1, cast.collectors().size())) {
            long at = Files.mismatch(merged, other.merged());
            same &= at < 0;
            row("", other.merged() + (at < 0 ? " (identical)" : " (DIFFERS from byte " + at + " on)"));
        }
        row("input files", cast.input(0).getParent() + "");
        row("journal", cast.collectors().get(0).data().toString());
        row("logs", cast.logs().toString());
        boolean well = settled && same && found.allWell() && found.linesIn() == writers.lines();
        console.print("");
        console.print(
                well
                        ? "every line came out once and in order, compared with the input files"
                                + (isOne() ? "" : "; the files of all collectors are identical")
                        : "NOT every line came out once and in order: please report this, with the folder above");
        return well;
    }

    private void row(String name, String value) {
        console.print(String.format("%-13s %s", name, value));
    }
}
