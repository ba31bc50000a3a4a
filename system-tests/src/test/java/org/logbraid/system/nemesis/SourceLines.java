package org.logbraid.system.nemesis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.logbraid.system.process.ReferenceMerge;

/**
 * Judges a merged file of logs whose lines begin with a word that no other log's lines begin with: the lines with a
 * log's word have to be that log's lines, all of them, byte for byte and in their order (G4 to G7). Remembers no line, so
 * that runs may be long.
 *
 * <p>Not thread-safe.
 */
final class SourceLines implements Closeable {
    private final Map<String, Log> logs = new HashMap<>();

    /** The lines of one log, through all its files. */
    private static final class Log implements Closeable {
        private final Iterator<Path> files;
        private @Nullable BufferedReader file;
        private @Nullable String next;

        private Log(List<Path> files) throws IOException {
            this.files = files.iterator();
            advance();
        }

        private void advance() throws IOException {
            next = file == null ? null : file.readLine();
            while (next == null && files.hasNext()) {
                close();
                BufferedReader opened = Files.newBufferedReader(files.next(), ISO_8859_1);
                file = opened;
                next = opened.readLine();
            }
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }

    private SourceLines(List<ReferenceMerge.Source> sources) throws IOException {
        for (ReferenceMerge.Source source : sources) {
            var log = new Log(source.generations());
            if (log.next != null) {
                logs.put(word(log.next), log);
            }
        }
    }

    /** Fails with the first line that is not as it has to be. */
    static void assertMerged(List<ReferenceMerge.Source> sources, Path merged) throws IOException {
        try (var expected = new SourceLines(sources);
                var found = Files.newBufferedReader(merged, ISO_8859_1)) {
            long number = 1;
            for (String line = found.readLine(); line != null; line = found.readLine()) {
                expected.take(line, merged + ":" + number++);
            }
            expected.end();
        }
    }

    private static String word(String line) {
        int blank = line.indexOf(' ');
        return blank < 0 ? line : line.substring(0, blank);
    }

    private void take(String line, String place) throws IOException {
        Log log = logs.get(word(line));
        if (log == null) {
            throw new AssertionError(place + ": torn or foreign: " + line);
        }
        if (!line.equals(log.next)) {
            throw new AssertionError(place + ": lost, doubled, torn or out of order: " + line
                    + "\nthe next one of its log is " + log.next);
        }
        log.advance();
    }

    private void end() {
        logs.forEach((word, log) -> {
            if (log.next != null) {
                throw new AssertionError("lost at the end: " + log.next);
            }
        });
    }

    @Override
    public void close() throws IOException {
        for (Log log : logs.values()) {
            log.close();
        }
    }
}
