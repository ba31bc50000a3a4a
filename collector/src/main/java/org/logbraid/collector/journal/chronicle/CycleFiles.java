package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Names of the cycles' files. A cycle is a number that only grows; Chronicle wants it to be an hour since 1970, so its
 * file is named after that hour, which says nothing about real time. Stateless.
 */
final class CycleFiles {
    static final String SUFFIX = ".cq4";
    static final long CYCLE_MILLIS = 3_600_000;

    private static final String SUFFIX_OF_HOUR = "F";
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyyMMdd-HH", Locale.ROOT);

    /** A file and the cycle it holds. */
    record CycleFile(int cycle, Path path) {}

    private CycleFiles() {}

    static Path path(Path folder, int cycle) {
        LocalDateTime hour = LocalDateTime.ofInstant(Instant.ofEpochMilli(cycle * CYCLE_MILLIS), ZoneOffset.UTC);
        return folder.resolve(HOUR.format(hour) + SUFFIX_OF_HOUR + SUFFIX);
    }

    /** All files of cycles in a folder, the oldest first. */
    static List<CycleFile> list(Path folder) throws IOException {
        List<CycleFile> found = new ArrayList<>();
        try (var names = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path path : names) {
                found.add(new CycleFile(cycleOf(path), path));
            }
        }
        found.sort((a, b) -> Integer.compare(a.cycle(), b.cycle()));
        return found;
    }

    private static int cycleOf(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        String hour = name.substring(0, name.length() - SUFFIX.length());
        try {
            if (hour.endsWith(SUFFIX_OF_HOUR)) {
                LocalDateTime time = LocalDateTime.parse(hour.substring(0, hour.length() - 1), HOUR);
                return Math.toIntExact(time.toInstant(ZoneOffset.UTC).toEpochMilli() / CYCLE_MILLIS);
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IOException("not a journal file, move it away: path=" + path, e);
        }
        throw new IOException("not a journal file, move it away: path=" + path);
    }
}
