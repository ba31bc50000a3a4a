package org.logbraid.system.nemesis;

import java.io.IOException;
import java.util.List;

/** A process that makes machines and starts something on one of them, and waits to be killed. */
final class Abandoned {
    private Abandoned() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var machines = Machines.make(List.of("left"));
        Process sleeper = new ProcessBuilder(machines.get("left").command(List.of("sleep", "600"))).start();
        System.err.println("ready sleeper=" + sleeper.pid());
        sleeper.waitFor();
    }
}
