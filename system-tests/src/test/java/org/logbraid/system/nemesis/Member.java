package org.logbraid.system.nemesis;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.system.process.LogbraidProcess;

/**
 * A collector or an agent on a machine of its own, which is ended and started again, each time with the same words.
 *
 * <p>Belongs to the test's thread.
 */
final class Member implements Closeable {
    private final Machine machine;
    private final Path folder;
    private final MachineClock clock;
    private final List<String> words;
    private @Nullable LogbraidProcess process;
    private boolean wanted;
    private boolean taken;
    private int starts;

    /**
     * One that does not run yet.
     *
     * @param folder where it runs and where its output goes
     * @param words launcher, command and options
     */
    Member(Machine machine, Path folder, List<String> words) throws IOException {
        this.machine = machine;
        this.folder = Files.createDirectories(folder);
        this.clock = new MachineClock(folder.resolve("clock"));
        this.words = List.copyOf(words);
    }

    String name() {
        return machine.name();
    }

    Machine machine() {
        return machine;
    }

    MachineClock clock() {
        return clock;
    }

    Path folder() {
        return folder;
    }

    LogbraidProcess process() {
        if (process == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return process;
    }

    /** Starts it, and waits for nothing. */
    void start() throws IOException {
        List<String> command = machine.command(List.of("/usr/bin/env"));
        for (Map.Entry<String, String> variable : clock.environment().entrySet()) {
            command.add(variable.getKey() + "=" + variable.getValue()); // for itself, not for what starts it
        }
        command.addAll(words);
        process = LogbraidProcess.start(folder, folder, name() + "-" + ++starts, command, Map.of());
        wanted = true;
    }

    boolean isReady() {
        return process().isReady();
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() throws InterruptedException {
        wanted = false;
        process().kill();
    }

    /** SIGTERM, and waits for nothing. */
    void askToEnd() throws IOException, InterruptedException {
        wanted = false;
        process().signal("TERM");
    }

    /** Every thread of it stands still. */
    void pause() throws IOException, InterruptedException {
        process().signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        process().signal("CONT");
    }

    /** Whether it has ended, though nobody wanted that. */
    boolean hasEndedByItself() {
        return wanted && !process().isAlive();
    }

    /** Whether a fault has it, and no other one may. */
    boolean isTaken() {
        return taken;
    }

    void take() {
        taken = true;
    }

    void release() {
        taken = false;
    }

    @Override
    public void close() {
        if (process != null) {
            process.clearAway();
        }
    }

    @Override
    public String toString() {
        return machine.toString();
    }
}
