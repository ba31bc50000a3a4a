package org.logbraid.system.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Runs commands that end soon. Stateless. */
final class Shell {
    private Shell() {}

    /** What a command says; it has to end well. */
    static String run(String... words) throws IOException, InterruptedException {
        return run(List.of(words), "");
    }

    /**
     * What a command says; it has to end well.
     *
     * @param input what it reads
     */
    static String run(List<String> words, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        } catch (IOException e) {
            // it has not read all of it; what it says tells why
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + status + ": " + said);
        }
        return said;
    }

    /** Whether a command is there and ends well. */
    static boolean works(String... words) throws InterruptedException {
        try {
            run(words);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
