package org.logbraid.agent;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.handover.HandoverListener;
import org.logbraid.agent.handover.HandoverView;
import org.logbraid.agent.tail.TailView;
import org.logbraid.common.CloseStack;
import org.logbraid.common.channel.jgroups.JGroupsAgentChannel;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.clock.SystemClock;
import org.logbraid.common.cycle.CycleThread;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.NioDisk;
import org.logbraid.common.frame.Lz4;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent as a process: its stages on their threads, real sockets, clocks and files.
 *
 * <p>{@link #run} belongs to the thread that waits for the end; {@link #stop} and {@link #progress} are safe for all.
 */
public final class AgentProcess {
    private static final String NOTHING_READABLE = "nothing that can be read is left: missing=";
    private static final Logger log = LoggerFactory.getLogger(AgentProcess.class);
    private static final Duration LONGEST_REST = Duration.ofMillis(100);
    private static final long LOOK_MILLIS = 50;

    /** Once it is ready, nothing is looked for but a stop that takes too long. */
    private static final long SELDOM_MILLIS = 1_000;

    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final AgentSettings settings;
    private final Consumer<String> say;
    private final IntConsumer halt;
    private final Clock clock = SystemClock.INSTANCE;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final Listener listener = new Listener();
    private volatile @Nullable AgentStages stages;
    private volatile boolean stopping;
    private volatile boolean reachedOrTried;
    private boolean ready;

    private record End(int status, String sentence) {}

    /**
     * An agent that has not begun.
     *
     * @param say prints one line to standard error
     * @param halt ends the process at once, without hooks: there is no memory left to do it in order
     */
    public AgentProcess(AgentSettings settings, Consumer<String> say, IntConsumer halt) {
        this.settings = settings;
        this.say = say;
        this.halt = halt;
    }

    /**
     * Runs until everything is handed over ({@code --once}), {@link #stop} is called, or it cannot go on.
     *
     * @return the exit status
     */
    public int run() {
        try (var opened = new CloseStack()) {
            Disk disk = new NioDisk();
            var random = new SecureRandom();
            var state = opened.own(AgentState.open(settings, disk, random, Machine.local(disk)));
            if (AgentStages.isPacking(settings) && !Lz4.isNative()) {
                say.accept("only Java's LZ4 runs here, it takes twice the time of the native one");
            }
            var channel = opened.own(new JGroupsAgentChannel(this::failed));
            var wired = opened.own(new AgentStages(settings, state, disk, clock, random, channel, listener));
            stages = wired;
            if (stopping) {
                wired.stop();
            }
            turnStages(opened, wired, channel);
            return status(await(wired, state));
        } catch (IOException e) {
            say.accept(String.valueOf(e.getMessage()));
            return 1;
        } finally {
            stages = null;
        }
    }

    private void turnStages(CloseStack opened, AgentStages wired, JGroupsAgentChannel channel) {
        var threads = new AtomicReferenceArray<CycleThread>(2); // each wakes the other, so both may rest long
        var handover = new Waking(wired.handover(), wired::answered, () -> threads.get(1));
        var tail = new Waking(wired.tail(), wired::handed, () -> threads.get(0));
        threads.set(0, opened.own(CycleThread.start("agent-handover", handover, LONGEST_REST, this::failed)));
        threads.set(1, opened.own(CycleThread.start("agent-tail", tail, LONGEST_REST, this::failed)));
        wired.onRoom(threads.get(1)::wake);
        channel.onEvent(threads.get(0)::wake);
    }

    /** One of the two stages, which wakes the other when it has put something there for it. */
    private static final class Waking implements DutyCycle {
        private final DutyCycle cycle;
        private final LongSupplier made;
        private final Supplier<@Nullable CycleThread> other;
        private long seen;

        Waking(DutyCycle cycle, LongSupplier made, Supplier<@Nullable CycleThread> other) {
            this.cycle = cycle;
            this.made = made;
            this.other = other;
        }

        @Override
        public int turn() throws Exception {
            int done = cycle.turn();
            long now = made.getAsLong();
            if (now != seen) {
                CycleThread waiting = other.get();
                if (waiting != null) {
                    waiting.wake();
                    seen = now;
                }
            }
            return done;
        }

        @Override
        public long mostRestNanos() {
            return cycle.mostRestNanos();
        }
    }

    private End await(AgentStages wired, AgentState state) {
        long stoppedAt = 0;
        while (true) {
            try {
                return end.get(ready && !settings.once() ? SELDOM_MILLIS : LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                TailView view = wired.tailView();
                boolean looked = !view.equals(TailView.EMPTY);
                if (settings.once() && looked && !view.readable()) {
                    return new End(1, NOTHING_READABLE + view.unreadable());
                }
                if (!ready && reachedOrTried && looked) {
                    ready = true;
                    say.accept("ready agent=" + state.name() + " files=" + view.files() + " state=" + state.folder());
                }
                long now = clock.monotonicNanos();
                stoppedAt = stopping && stoppedAt == 0 ? now : stoppedAt;
                if (stopping && now - stoppedAt > STOP_NANOS) {
                    return new End(
                            0, "stopped before everything read was handed over: it is read again at the next start");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new End(1, "interrupted");
            } catch (ExecutionException e) {
                return new End(1, String.valueOf(e.getMessage()));
            }
        }
    }

    private int status(End reached) {
        AgentStages wired = stages;
        if (reached.status == 0 && settings.once() && !stopping && wired != null) {
            TailView view = wired.tailView();
            var unreadable = view.unreadable();
            if (!view.readable()) { // the goodbye may be faster than the look for this
                say.accept(NOTHING_READABLE + unreadable);
                return 1;
            }
            if (!unreadable.isEmpty()) {
                say.accept("everything else is handed over, but these could not be read: paths=" + unreadable);
                return 1;
            }
        }
        if (!reached.sentence.isEmpty()) {
            say.accept(reached.sentence);
        }
        return reached.status;
    }

    private void failed(String thread, Throwable failure) {
        if (failure instanceof Error) {
            say.accept("the agent cannot go on: thread=" + thread + " reason=" + failure);
            halt.accept(1);
        }
        log.debug("failed", failure);
        end.complete(new End(1, "the agent cannot go on: thread=" + thread + " reason=" + failure));
    }

    /** Hands over what has been read, says goodbye for a restart, and ends {@link #run} within 10 s. */
    public void stop() {
        stopping = true;
        AgentStages wired = stages;
        if (wired != null) {
            wired.stop();
        }
    }

    /** How far it is. */
    public AgentProgress progress() {
        AgentStages wired = stages;
        if (wired == null) {
            return new AgentProgress(0, 0, 0);
        }
        TailView tail = wired.tailView();
        HandoverView handover = wired.handoverView();
        long accepted = Math.max(0, tail.bytesRead() - handover.inFlightBytes());
        return new AgentProgress(tail.bytesTotal(), tail.bytesRead(), accepted);
    }

    /** Takes what the handover says, on its thread. */
    private final class Listener implements HandoverListener {
        @Override
        public void said(String sentence) {
            say.accept(sentence);
        }

        @Override
        public void ready() {
            reachedOrTried = true;
        }

        @Override
        public void ended(int status, String sentence) {
            end.complete(new End(status, sentence));
        }
    }
}
