package org.logbraid.common.testing;

/**
 * Ends a simulated process between any two of its operations on disk and network, which all burn it. Once it has blown,
 * nothing of that process reaches the world any more.
 */
public final class Fuse {
    private long left = Long.MAX_VALUE;
    private boolean blown;

    /** The process is killed in the middle of what it does: after so many more operations. */
    public void light(int operations) {
        left = operations;
    }

    /** The process is killed now. */
    public void blow() {
        blown = true;
    }

    public boolean isBlown() {
        return blown;
    }

    /** Called before each operation. */
    public void burn() {
        if (left == 0) {
            blown = true;
        }
        left--;
        if (blown) {
            throw new Crash();
        }
    }
}
