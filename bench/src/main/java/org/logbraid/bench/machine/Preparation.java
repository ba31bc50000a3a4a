package org.logbraid.bench.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings the machine into the same state before each measured run: nothing left to write, the inputs in the page cache, and
 * enough free memory that has been touched lately. The first write to memory that a virtual machine has given back to its
 * host costs ten times as much as any other, and who runs first would pay.
 *
 * <p>Stateless.
 */
public final class Preparation {
    private static final long MIB = 1_024 * 1_024;
    private static final long LEFT_FREE_BYTES = 1_024 * MIB;
    private static final long LEAST_TOUCHED_BYTES = 64 * MIB;

    private Preparation() {}

    /**
     * Prepares a run.
     *
     * @param inputs files to be read into the page cache
     * @param neededBytes what the run will need of memory; as much is touched as is free
     */
    public static void prepare(Path folder, List<Path> inputs, long neededBytes)
            throws IOException, InterruptedException {
        MeasuredProcess.run(List.of("sync"), folder);
        touch(folder, neededBytes);
        for (Path input : inputs) {
            read(input);
        }
        MeasuredProcess.run(List.of("sync"), folder);
    }

    /** A JVM that touches its whole heap at the start, and ends. */
    private static void touch(Path folder, long neededBytes) throws IOException, InterruptedException {
        long bytes = Math.min(neededBytes, ProcFiles.freeBytes() - LEFT_FREE_BYTES);
        if (bytes >= LEAST_TOUCHED_BYTES) {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String size = bytes / MIB + "m";
            MeasuredProcess.run(
                    List.of(
                            java,
                            "-XX:+UseSerialGC",
                            "-XX:+AlwaysPreTouch",
                            "-Xms" + size,
                            "-Xmx" + size,
                            "-Xlog:disable",
                            "--version"),
                    folder);
        }
    }

    private static void read(Path file) throws IOException {
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            while (in.read(buffer) >= 0) {
                // only the page cache wants it
            }
        }
    }

    /** Makes an empty folder, in place of whatever is there. */
    public static Path emptied(Path folder) throws IOException {
        delete(folder);
        return Files.createDirectories(folder);
    }

    /** Deletes a folder and all in it. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
