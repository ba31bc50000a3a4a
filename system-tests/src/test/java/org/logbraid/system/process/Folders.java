package org.logbraid.system.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What tests do with whole folders. Stateless. */
public final class Folders {
    private Folders() {}

    /** Deletes a folder and all that is in it; it has to be there. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** As {@link #delete}, if there is such a folder. */
    public static void deleteIfExists(Path folder) throws IOException {
        if (Files.exists(folder)) {
            delete(folder);
        }
    }
}
