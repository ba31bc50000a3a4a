package org.logbraid.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes combined access logs of lines of 241 bytes, each with a microsecond of its own, dealt out over some files. */
final class AccessLogs {
    static final int LINE_BYTES = 241;

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss.", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final long BEGIN_SECOND = 1_431_857_103;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int MOST_MICROS_BETWEEN = 25;

    private AccessLogs() {}

    /** Writes the files, if they are not there from an earlier run. */
    static List<Path> write(Path folder, int files, long lines) throws IOException {
        Files.createDirectories(folder);
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            paths.add(folder.resolve("access-" + lines + "-" + i + ".log"));
        }
        if (Files.exists(paths.get(files - 1)) && Files.size(paths.get(files - 1)) == lines / files * LINE_BYTES) {
            return paths;
        }
        var random = new Random(4711);
        List<OutputStream> outs = new ArrayList<>();
        for (Path path : paths) {
            outs.add(new BufferedOutputStream(Files.newOutputStream(path), 1 << 20));
        }
        long micros = BEGIN_SECOND * MICROS_PER_SECOND;
        String second = "";
        long secondOf = -1;
        for (long i = 0; i < lines; i++) {
            micros += 1 + random.nextInt(MOST_MICROS_BETWEEN);
            if (micros / MICROS_PER_SECOND != secondOf) {
                secondOf = micros / MICROS_PER_SECOND;
                second = SECOND.format(Instant.ofEpochSecond(secondOf));
            }
            String fraction = Long.toString(MICROS_PER_SECOND + micros % MICROS_PER_SECOND)
                    .substring(1);
            var line = new StringBuilder(LINE_BYTES)
                    .append("83.149.9.216 - - [")
                    .append(second)
                    .append(fraction)
                    .append(" +0000] \"GET /presentations/logstash-monitorama-2013/images/")
                    .append(i)
                    .append(".png HTTP/1.1\" 200 203023 \"http://semicomplete.com/\" \"Mozilla/5.0 (Macintosh)");
            while (line.length() < LINE_BYTES - 2) {
                line.append((char) ('a' + random.nextInt(26)));
            }
            outs.get((int) (i % files)).write(line.append("\"\n").toString().getBytes(US_ASCII));
        }
        for (OutputStream out : outs) {
            out.close();
        }
        return paths;
    }
}
