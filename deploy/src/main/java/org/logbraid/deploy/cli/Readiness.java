package org.logbraid.deploy.cli;

import java.io.IOException;

/**
 * Says that a process is ready: a line to standard error, and a word to systemd where that has started it. Safe for all
 * threads.
 */
public final class Readiness {
    private Readiness() {}

    /** Says it, in a line that begins with {@code ready}. */
    public static void announce(Console console, String line) {
        console.say(line);
        tellSystemd(console, "--ready");
    }

    /** Says that the process is about to end. */
    public static void stopping(Console console) {
        tellSystemd(console, "--stopping");
    }

    private static void tellSystemd(Console console, String what) {
        if (console.variable("NOTIFY_SOCKET").isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder(
                            "systemd-notify",
                            what,
                            "--pid=" + ProcessHandle.current().pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            console.say("systemd cannot be told (" + e.getMessage() + "): install systemd-notify, or use Type=exec");
        }
    }
}
