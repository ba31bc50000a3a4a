package org.logbraid.common.testing;

/** The end of a simulated process in the middle of what it does: an error, so that nothing takes it for a failure to live with. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
        super("killed", null, false, false);
    }
}
