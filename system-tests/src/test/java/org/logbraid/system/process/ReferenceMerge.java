package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a merged file has to hold (T1), computed from the input files alone and in the plainest way: all lines, ordered by
 * (e, agent, path, generation, offset), where e is the running maximum of the source's stamps. Knows nothing of logbraid.
 */
public final class ReferenceMerge {
    private static final Pattern STAMP =
            Pattern.compile("\\[(\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9})? ([+-]\\d{4})\\]");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH);
    private static final long NO_TIME = Long.MIN_VALUE;

    private ReferenceMerge() {}

    /** A followed path: its files in the order in which they were written. */
    public record Source(String agent, Path path, List<Path> generations) {
        public static Source of(String agent, Path path) {
            return new Source(agent, path, List.of(path));
        }

        private byte[] pathBytes() {
            return path.toString().getBytes(UTF_8);
        }
    }

    /** Stands in a file that is mapped: all of them together may be larger than the heap. */
    private record Line(long time, ByteBuffer file, int from, int to) {
        byte[] bytes(int most) {
            byte[] bytes = new byte[Math.min(to - from, most)];
            file.get(from, bytes);
            return bytes;
        }
    }

    /** Writes what the merged file has to be. */
    public static void write(List<Source> sources, Path into) throws IOException {
        List<Source> ordered = new ArrayList<>(sources);
        ordered.sort(Comparator.comparing((Source source) -> source.agent().getBytes(UTF_8), Arrays::compareUnsigned)
                .thenComparing(Source::pathBytes, Arrays::compareUnsigned));
        List<Line> lines = new ArrayList<>();
        for (Source source : ordered) {
            read(source, lines);
        }
        lines.sort(Comparator.comparingLong(Line::time)); // stable: the rest of the key is the order so far
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(into), 1 << 20)) {
            for (Line line : lines) {
                out.write(line.bytes(Integer.MAX_VALUE));
                if (line.file().get(line.to() - 1) != '\n') {
                    out.write('\n');
                }
            }
        }
    }

    private static void read(Source source, List<Line> into) throws IOException {
        int first = into.size();
        long greatest = NO_TIME;
        for (Path path : source.generations()) {
            ByteBuffer file = map(path);
            for (int from = 0; from < file.limit(); ) {
                int to = from;
                while (to < file.limit() && file.get(to) != '\n') {
                    to++;
                }
                to = Math.min(to + 1, file.limit());
                greatest = Math.max(greatest, time(new Line(NO_TIME, file, from, to)));
                into.add(new Line(greatest, file, from, to));
                from = to;
            }
        }
        firstLinesWithoutTime(into, first);
    }

    private static void firstLinesWithoutTime(List<Line> lines, int first) {
        int timed = first;
        while (timed < lines.size() && lines.get(timed).time() == NO_TIME) {
            timed++;
        }
        for (int i = first; i < timed && timed < lines.size(); i++) {
            Line line = lines.get(i);
            lines.set(i, new Line(lines.get(timed).time(), line.file(), line.from(), line.to()));
        }
    }

    private static ByteBuffer map(Path path) throws IOException {
        try (var file = FileChannel.open(path)) {
            return file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
        }
    }

    private static long time(Line line) {
        var stamp = STAMP.matcher(new String(line.bytes(1_024), ISO_8859_1));
        if (!stamp.find()) {
            return NO_TIME;
        }
        var second = OffsetDateTime.parse(stamp.group(1) + " " + stamp.group(3), SECOND);
        String fraction = stamp.group(2) == null ? "" : stamp.group(2).substring(1);
        return second.toEpochSecond() * 1_000_000_000L + Long.parseLong((fraction + "000000000").substring(0, 9));
    }
}
