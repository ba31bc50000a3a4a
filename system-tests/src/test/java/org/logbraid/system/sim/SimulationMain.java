package org.logbraid.system.sim;

import java.io.PrintStream;

/**
 * Runs a range of seeds without a test framework and says how many fail, and how fast it was: for whoever tries breaks
 * ({@code src/test/breaks}) or measures.
 */
public final class SimulationMain {
    private static final double NANOS = 1e9;

    private SimulationMain() {}

    /**
     * Takes the first seed, the number of seeds, how many collectors there are (one, when it is not said), and anything more to
     * have those named that fail.
     */
    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        long count = Long.parseLong(args[1]);
        int collectors = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        boolean naming = args.length > 3;
        PrintStream out = System.out;
        int failed = 0;
        long begun = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            try {
                new World(seed, collectors).run();
            } catch (Exception | Error e) { // whatever it is, it counts
                failed++;
                if (naming) {
                    out.println("seed " + seed + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " " + e.getClass());
                }
            }
        }
        out.printf(
                "%d of %d seeds fail, %.1f seeds a second%n",
                failed, count, count / ((System.nanoTime() - begun) / NANOS));
    }
}
