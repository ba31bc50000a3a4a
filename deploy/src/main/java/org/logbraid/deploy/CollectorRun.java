package org.logbraid.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.CollectorProcess;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.CommonOptions;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import org.logbraid.deploy.cli.ParentWatch;
import org.logbraid.deploy.cli.Readiness;
import org.logbraid.deploy.cli.Signals;

/**
 * A collector as a process of its own: its signals, its ready line, its end.
 *
 * <p>Belongs to the main thread, which waits in {@link #run} until the end.
 */
final class CollectorRun {
    private final Console console;
    private final CommonOptions common;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicReference<@Nullable CollectorProcess> process = new AtomicReference<>();

    CollectorRun(Console console, CommonOptions common) {
        this.console = console;
        this.common = common;
    }

    int run(Choices choices, CollectorSettings settings) throws CommandFailure, InterruptedException {
        List<Setting<?>> heeded = new ArrayList<>(Keys.OF_COLLECTORS);
        heeded.add(Keys.NAME);
        var reload = new Reload(console, common, choices.file(), heeded, List.of(), changed -> {});
        Signals.on("TERM", asked::countDown);
        Signals.on("INT", asked::countDown);
        Signals.on("HUP", reload::read);
        Signals.on("USR1", this::rotate);
        ParentWatch.start(asked::countDown);
        try {
            CollectorProcess started = CollectorProcess.start(settings, this::failed);
            process.set(started);
            Readiness.announce(console, "ready " + String.join(" ", started.facts()));
            asked.await();
            Readiness.stopping(console);
            started.stop();
            return CommandFailure.DONE;
        } catch (IOException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private void rotate() {
        CollectorProcess running = process.get();
        if (running == null) {
            console.say("not rotated: the collector is still starting, ask again when it is ready");
            return;
        }
        CompletableFuture<?> unused = running.rotate().thenAccept(answer -> console.say(answer.sentence()));
    }

    /** A broken stage ends the process at once: what follows it cannot be trusted, and what was acknowledged is on disk. */
    private void failed(String thread, Throwable failure) {
        try {
            console.error("the collector cannot go on: " + sentence(failure) + " (thread " + thread + ")");
            console.error("what was acknowledged is safe; mend the cause and start it again");
            if (common.debug()) {
                failure.printStackTrace(console.err());
            }
        } finally {
            Runtime.getRuntime().halt(CommandFailure.FAILED);
        }
    }

    private static String sentence(Throwable failure) {
        String message = failure.getMessage();
        return message == null || !(failure instanceof IOException) ? failure.toString() : message;
    }
}
