package org.logbraid.deploy.cli;

/** Ends a command with a sentence for the operator and an exit status. */
public final class CommandFailure extends Exception {
    /** All is done. */
    public static final int DONE = 0;
    /** It failed while running. */
    public static final int FAILED = 1;
    /** It was called wrongly. */
    public static final int USAGE = 2;
    /** A settings file is wrong. */
    public static final int SETTINGS = 78;

    private static final long serialVersionUID = 1;

    private final int status;

    private CommandFailure(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    private CommandFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    public static CommandFailure failed(String message) {
        return new CommandFailure(FAILED, message);
    }

    public static CommandFailure failed(String message, Throwable cause) {
        return new CommandFailure(FAILED, message, cause);
    }

    public static CommandFailure usage(String message) {
        return new CommandFailure(USAGE, message);
    }

    public static CommandFailure settings(String message) {
        return new CommandFailure(SETTINGS, message);
    }

    /** The exit status to end with. */
    public int status() {
        return status;
    }
}
