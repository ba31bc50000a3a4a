package org.logbraid.system.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.DiskFullException;
import org.logbraid.common.testing.DiskTrouble;

/** Disk operations of a machine that take their time and fail, until it is told to spare them. */
final class MachineTrouble implements DiskTrouble {
    private static final int SLOW_ONE_IN = 400;
    private static final int STALL_ONE_IN = 20;
    private static final int FAIL_ONE_IN = 300;

    private final Consumer<Duration> takesTime;
    private final RandomGenerator chance;
    private final boolean slow;
    private final boolean failing;
    private boolean over;

    /** What a failing disk makes of an operation. */
    static final class DiskFailedException extends IOException {
        private static final long serialVersionUID = 1;

        DiskFailedException(Operation operation, Path path) {
            super("Input/output error: " + operation + " " + path);
        }
    }

    /**
     * Begins.
     *
     * @param takesTime gets what a slow operation takes
     */
    MachineTrouble(Consumer<Duration> takesTime, RandomGenerator chance, boolean slow, boolean failing) {
        this.takesTime = takesTime;
        this.chance = chance;
        this.slow = slow;
        this.failing = failing;
    }

    /** Nothing fails any more. */
    void end() {
        over = true;
    }

    @Override
    public void before(Operation operation, Path path) throws IOException {
        if (over) {
            return;
        }
        if (slow && chance.nextInt(SLOW_ONE_IN) == 0) {
            takesTime.accept(Duration.ofMillis(
                    chance.nextInt(chance.nextInt(SLOW_ONE_IN) < SLOW_ONE_IN / STALL_ONE_IN ? 6_000 : 50)));
        }
        boolean changes = operation == Operation.WRITE || operation == Operation.FORCE;
        if (failing && changes && chance.nextInt(FAIL_ONE_IN) == 0) {
            throw new DiskFailedException(operation, path);
        }
    }

    /** Whether a process may end by this: it comes from a disk that has failed or is full. */
    static boolean caused(@Nullable Throwable failure) {
        return failure != null
                && (failure instanceof DiskFailedException
                        || failure instanceof DiskFullException
                        || caused(failure.getCause()));
    }
}
