package org.logbraid.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.AgentProcess;
import org.logbraid.agent.AgentProgress;
import org.logbraid.agent.AgentSettings;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import org.logbraid.deploy.cli.ParentWatch;
import org.logbraid.deploy.cli.Readiness;
import org.logbraid.deploy.cli.Signals;

/**
 * An agent as a process of its own: its signals, its ready line, its progress, its end. Other settings, read at SIGHUP,
 * are for a second agent that takes the place of the first one, after that has said goodbye for a restart.
 *
 * <p>{@link #run} belongs to the main thread, which waits there until the end; the rest is safe for all.
 */
final class AgentRun implements Reload.Taker {
    /** The folder is held for as long as the process runs, and the name belongs to it. */
    private static final List<Setting<?>> AT_START_ONLY = List.of(Keys.NAME, Keys.RENAME, Keys.STATE);

    private final AgentCommand command;
    private final Console console;
    private final AgentSettings first;
    private AgentSettings settings;
    private @Nullable AgentProcess agent;
    private boolean wanted = true;
    private boolean ending;

    AgentRun(AgentCommand command, AgentSettings settings) {
        this.command = command;
        this.console = command.console();
        this.first = settings;
        this.settings = settings;
    }

    int run(Choices choices) {
        List<Setting<?>> heeded = new ArrayList<>(Keys.OF_AGENTS);
        heeded.add(Keys.NAME);
        var reload = new Reload(console, command.common(), choices.file(), heeded, this);
        Signals.on("TERM", this::end);
        Signals.on("INT", this::end);
        Signals.on("HUP", reload::read);
        ParentWatch.start(this::end);
        var progress = ProgressLine.start(console, first.once(), this::progress);
        try {
            int status = CommandFailure.DONE;
            for (AgentProcess one = next(); one != null && status == CommandFailure.DONE; one = next()) {
                status = one.run();
            }
            return status;
        } finally {
            progress.close();
        }
    }

    private synchronized @Nullable AgentProcess next() {
        if (ending || !wanted) {
            return null;
        }
        wanted = false;
        agent = new AgentProcess(settings, this::say, Runtime.getRuntime()::halt);
        return agent;
    }

    private synchronized void end() {
        ending = true;
        stopAgent();
    }

    private synchronized void restart(AgentSettings fresh) {
        settings = fresh;
        wanted = true;
        stopAgent();
    }

    private void stopAgent() {
        AgentProcess running = agent;
        if (running != null) {
            running.stop();
        }
    }

    private AgentProgress progress() {
        AgentProcess running;
        synchronized (this) {
            running = agent;
        }
        return running == null ? new AgentProgress(0, 0, 0) : running.progress();
    }

    @Override
    public Reload.Plan plan(Choices fresh, Set<Setting<?>> changed) throws CommandFailure {
        AgentSettings next = command.settings(fresh).withIdentityOf(first);
        Map<Setting<?>, Reload.Effect> effects = new LinkedHashMap<>();
        boolean restarts = false;
        for (Setting<?> setting : changed) {
            if (command.isGiven(setting)) {
                effects.put(setting, Reload.Effect.BEATEN);
            } else if (!AT_START_ONLY.contains(setting)) {
                effects.put(setting, Reload.Effect.NOW);
                restarts = true;
            }
        }
        return new Reload.Plan(effects, restarts ? () -> restart(next) : () -> {});
    }

    private void say(String line) {
        if (line.startsWith("ready")) {
            Readiness.announce(console, line);
        } else {
            console.error(line);
        }
    }
}
