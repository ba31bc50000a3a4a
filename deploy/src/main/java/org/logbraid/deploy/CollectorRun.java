package org.logbraid.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.CollectorProcess;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.QuorumSettings;
import org.logbraid.collector.intake.Requests;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import org.logbraid.deploy.cli.ParentWatch;
import org.logbraid.deploy.cli.Readiness;
import org.logbraid.deploy.cli.Signals;

/**
 * A collector as a process of its own: its signals, its ready line, its end. Of other settings, read at SIGHUP,
 * those that shape the merged file become an entry of the log at once, as {@code settings apply} makes them one.
 *
 * <p>{@link #run} belongs to the main thread, which waits there until the end; the rest is safe for all.
 */
final class CollectorRun implements Reload.Taker {
    private final CollectorCommand command;
    private final Console console;
    private final CollectorSettings settings;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicReference<@Nullable CollectorProcess> process = new AtomicReference<>();

    CollectorRun(CollectorCommand command, CollectorSettings settings) {
        this.command = command;
        this.console = command.console();
        this.settings = settings;
    }

    int run(Choices choices) throws CommandFailure, InterruptedException {
        List<Setting<?>> heeded = new ArrayList<>(Keys.OF_COLLECTORS);
        heeded.add(Keys.NAME);
        var reload = new Reload(console, command.common(), choices.file(), heeded, this);
        Signals.on("TERM", asked::countDown);
        Signals.on("INT", asked::countDown);
        Signals.on("HUP", reload::read);
        Signals.on("USR1", this::rotate);
        ParentWatch.start(asked::countDown);
        int members = settings.quorum().members().size();
        if (members > 0 && members % 2 == 0) {
            console.say(QuorumSettings.evenWarning(members));
        }
        if (settings.quorum().recover()) {
            console.say(QuorumSettings.RECOVERY_RISK);
        }
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

    @Override
    public Reload.Plan plan(Choices fresh, Set<Setting<?>> changed) throws CommandFailure {
        CollectorSettings next = command.settings(fresh);
        boolean moves = !next.outFolder().equals(settings.outFolder()); // the folder is held until the end
        Map<Setting<?>, Reload.Effect> effects = new LinkedHashMap<>();
        Set<String> shaping = new LinkedHashSet<>();
        for (Setting<?> setting : changed) {
            if (command.isGiven(setting)) {
                effects.put(setting, Reload.Effect.BEATEN);
            } else if (Shaping.SETTINGS.contains(setting) && !(setting.equals(Keys.OUT) && moves)) {
                effects.put(setting, Reload.Effect.NOW);
                shaping.add(setting.key());
            }
        }
        if (shaping.isEmpty()) {
            return new Reload.Plan(effects, () -> {});
        }
        CollectorProcess running = process.get();
        if (running == null) {
            throw CommandFailure.failed("the collector is still starting: ask again when it is ready");
        }
        return new Reload.Plan(effects, () -> apply(running, Shaping.inLog(next.shaping(), shaping)));
    }

    private void apply(CollectorProcess running, Map<String, String> changes) {
        CompletableFuture<?> unused = running.apply(changes).thenAccept(answer -> {
            if (answer.outcome() == Requests.Outcome.DONE) {
                console.say(answer.sentence());
            } else {
                console.error("not applied: " + answer.sentence() + "; 'logbraid settings apply FILE' asks again");
            }
        });
    }

    /** A broken stage ends the process at once: what follows it cannot be trusted, and what was acknowledged is on disk. */
    private void failed(String thread, Throwable failure) {
        try {
            console.error("the collector cannot go on: " + sentence(failure) + " (thread " + thread + ")");
            console.error("what was acknowledged is safe; mend the cause and start it again");
            if (command.debug()) {
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
