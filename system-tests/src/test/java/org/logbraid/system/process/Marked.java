package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A word in the environment of a process, which all of its descendants inherit: so they are found, whoever has started them
 * and however their parents have ended. Immutable.
 */
final class Marked {
    private static final String VARIABLE = "LOGBRAID_TEST_MARK";

    private final String word = UUID.randomUUID().toString();

    Map<String, String> environment() {
        return Map.of(VARIABLE, word);
    }

    /** The marked processes that live, and what they are. */
    List<String> alive() throws IOException {
        List<String> found = new ArrayList<>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                if (text(process.resolve("environ")).contains(VARIABLE + "=" + word)) {
                    found.add(process.getFileName() + " "
                            + text(process.resolve("cmdline")).replace('\0', ' '));
                }
            }
        }
        return found;
    }

    private static String text(Path path) {
        try {
            return Files.readString(path, ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has just ended, or is not ours to look at
        }
    }

    void awaitNoneAlive() {
        Awaitility.await("no process left behind")
                .atMost(LogbraidProcess.PATIENCE)
                .until(() -> alive().isEmpty());
    }
}
