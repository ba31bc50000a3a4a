package org.logbraid.deploy.cli;

/** Ends a process of the demo when the demo is gone, however it went. Stateless. */
public final class ParentWatch {
    private static final String PROPERTY = "logbraid.parent";

    private ParentWatch() {}

    /** The flag by which this process makes itself the parent of another JVM. */
    public static String flag() {
        return "-D" + PROPERTY + "=" + ProcessHandle.current().pid();
    }

    /** Runs {@code stop} once the parent is gone; does nothing in a process that was given none. */
    public static void start(Runnable stop) {
        Long parent = Long.getLong(PROPERTY);
        if (parent != null) {
            ProcessHandle.of(parent)
                    .ifPresentOrElse(
                            handle -> {
                                var unused = handle.onExit().thenRun(stop);
                            },
                            stop);
        }
    }
}
