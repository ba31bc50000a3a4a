package org.logbraid.deploy;

import java.util.ArrayList;
import java.util.List;
import org.logbraid.agent.AgentProcess;
import org.logbraid.agent.AgentSettings;
import org.logbraid.common.settings.Setting;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommonOptions;
import org.logbraid.deploy.cli.Console;
import org.logbraid.deploy.cli.Keys;
import org.logbraid.deploy.cli.ParentWatch;
import org.logbraid.deploy.cli.Readiness;
import org.logbraid.deploy.cli.Signals;

/**
 * An agent as a process of its own: its signals, its ready line, its progress, its end.
 *
 * <p>Belongs to the main thread, which waits in {@link #run} until the end.
 */
final class AgentRun {
    private final Console console;
    private final CommonOptions common;

    AgentRun(Console console, CommonOptions common) {
        this.console = console;
        this.common = common;
    }

    int run(Choices choices, AgentSettings settings) {
        List<Setting<?>> heeded = new ArrayList<>(Keys.OF_AGENTS);
        heeded.add(Keys.NAME);
        var reload = new Reload(console, common, choices.file(), heeded, List.of(), changed -> {});
        var agent = new AgentProcess(settings, this::say, Runtime.getRuntime()::halt);
        Signals.on("TERM", agent::stop);
        Signals.on("INT", agent::stop);
        Signals.on("HUP", reload::read);
        ParentWatch.start(agent::stop);
        var progress = ProgressLine.start(console, settings.once(), agent::progress);
        try {
            return agent.run();
        } finally {
            progress.close();
        }
    }

    private void say(String line) {
        if (line.startsWith("ready")) {
            Readiness.announce(console, line);
        } else {
            console.error(line);
        }
    }
}
