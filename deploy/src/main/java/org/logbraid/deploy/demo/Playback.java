package org.logbraid.deploy.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Real lines of a web server, given a fresh stamp one by one.
 *
 * <p>Not thread-safe: belongs to the thread that writes.
 */
final class Playback {
    /** Common Log Format with microseconds. */
    static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSSSSS Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final List<String> lines;
    private int next;

    private Playback(List<String> lines) {
        this.lines = lines;
    }

    /** Loads the lines that come with the program. */
    static Playback load() throws IOException {
        InputStream packed = Playback.class.getResourceAsStream("access.log.gz");
        if (packed == null) {
            throw new IOException("the program is damaged: the lines of the demo are missing");
        }
        try (var reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.ISO_8859_1))) {
            return new Playback(reader.lines()
                    .filter(line -> line.indexOf('[') >= 0 && line.indexOf(']') > line.indexOf('['))
                    .toList());
        }
    }

    /** The next line, stamped, with its newline. */
    byte[] next(Instant stamp) {
        String line = lines.get(next);
        next = (next + 1) % lines.size();
        String stamped = line.substring(0, line.indexOf('[') + 1) + STAMP.format(stamp)
                + line.substring(line.indexOf(']')) + "\n";
        return stamped.getBytes(StandardCharsets.ISO_8859_1);
    }
}
