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
 * the {@link TouchedMemory} that it will need.
 *
 * <p>Stateless.
 */
public final class Preparation {
    private Preparation() {}

    /**
     * Prepares a run.
     *
     * @param inputs files to be read into the page cache
     * @param neededBytes what the run will need of memory; as much is touched as is free
     * @return to be closed after the run
     */
    public static TouchedMemory prepare(Path folder, List<Path> inputs, long neededBytes)
            throws IOException, InterruptedException {
        MeasuredProcess.run(List.of("sync"), folder);
        for (Path input : inputs) {
            read(input);
        }
        TouchedMemory memory = TouchedMemory.hold(neededBytes);
        MeasuredProcess.run(List.of("sync"), folder);
        return memory;
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
