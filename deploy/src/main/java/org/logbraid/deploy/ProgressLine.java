package org.logbraid.deploy;

import java.time.Duration;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.AgentProgress;
import org.logbraid.common.cycle.CycleThread;
import org.logbraid.deploy.cli.Console;

/**
 * How far {@code --once} is, on standard error, where a person looks; otherwise nothing.
 *
 * <p>Started and closed by the main thread.
 */
final class ProgressLine {
    private static final int UPDATE_MILLIS = 200;
    private static final long MIB = 1024 * 1024;

    private final @Nullable ProgressBar bar;
    private final @Nullable CycleThread thread;
    private final Supplier<AgentProgress> progress;

    private ProgressLine(Supplier<AgentProgress> progress, @Nullable ProgressBar bar, @Nullable CycleThread thread) {
        this.progress = progress;
        this.bar = bar;
        this.thread = thread;
    }

    static ProgressLine start(Console console, boolean wanted, Supplier<AgentProgress> progress) {
        if (!wanted || !console.isTerminal()) {
            return new ProgressLine(progress, null, null);
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("committed")
                .setUnit(" MiB", MIB)
                .setInitialMax(0)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(console.err()))
                .showSpeed()
                .build();
        var thread = CycleThread.start(
                "progress",
                () -> {
                    show(bar, progress.get());
                    return 0;
                },
                Duration.ofMillis(UPDATE_MILLIS),
                (name, failure) -> console.error("no progress is shown any more: " + failure));
        return new ProgressLine(progress, bar, thread);
    }

    private static void show(ProgressBar bar, AgentProgress now) {
        if (now.totalBytes() > 0) {
            bar.maxHint(now.totalBytes());
            bar.stepTo(now.acceptedBytes());
        }
    }

    void close() {
        if (thread != null) {
            thread.close();
        }
        if (bar != null) {
            show(bar, progress.get());
            bar.close();
        }
    }
}
