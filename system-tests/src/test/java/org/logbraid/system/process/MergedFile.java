package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is asked of a merged file. Stateless. */
final class MergedFile {
    private static final int LOOK_BACK_BYTES = 64 * 1024;
    private static final Pattern STAMP = Pattern.compile("\\[([^\\]]{26,})\\]");
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss.SSSSSS xx", Locale.ENGLISH);

    private MergedFile() {}

    /** Byte for byte what the reference makes of the sources (T1): none lost, doubled, torn or out of its place. */
    static void assertIsMergeOf(List<ReferenceMerge.Source> sources, Path merged) throws IOException {
        Path expected = merged.resolveSibling("expected.log");
        ReferenceMerge.write(sources, expected);
        long place = Files.mismatch(expected, merged);
        if (place >= 0) {
            throw new AssertionError(difference(lines(expected), lines(merged), place));
        }
    }

    /** The parts of a merged file that was rotated, as one. */
    static Path joined(List<Path> parts) throws IOException {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Path joined = parts.get(0).resolveSibling("joined.log");
        try (var all = Files.newOutputStream(joined)) {
            for (Path part : parts) {
                Files.copy(part, all);
            }
        }
        return joined;
    }

    /** All lines of the sources, each as often as it is there, and the lines of each source in their order (G4 to G7). */
    static void assertHoldsAllOf(List<ReferenceMerge.Source> sources, List<Path> merged) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path path : merged) {
            found.addAll(lines(path));
        }
        List<List<String>> perSource = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (var source : sources) {
            List<String> its = new ArrayList<>();
            for (Path path : source.generations()) {
                its.addAll(lines(path));
            }
            perSource.add(its);
            expected.addAll(its);
        }
        if (!counted(expected).equals(counted(found))) {
            throw new AssertionError(difference(expected, found, -1));
        }
        Set<String> unique = counted(expected).entrySet().stream()
                .filter(line -> line.getValue() == 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
        for (List<String> its : perSource) {
            its.removeIf(line -> !unique.contains(line));
            Set<String> own = new HashSet<>(its);
            assertThat(found.stream().filter(own::contains).toList())
                    .as("lines of one source, in their order")
                    .isEqualTo(its);
        }
    }

    /** No line stands behind one that is younger by more than this. */
    static void assertDisorderWithin(Duration most, Path merged) throws IOException {
        Instant latest = Instant.MIN;
        for (String line : lines(merged)) {
            Instant stamp = stamp(line);
            if (stamp.isBefore(latest)) {
                assertThat(Duration.between(stamp, latest)).as(line).isLessThanOrEqualTo(most);
            } else {
                latest = stamp;
            }
        }
    }

    private static Instant stamp(String line) {
        var stamp = STAMP.matcher(line);
        assertThat(stamp.find()).as(line).isTrue();
        return OffsetDateTime.parse(stamp.group(1), MICROS).toInstant();
    }

    private static Map<String, Integer> counted(List<String> lines) {
        Map<String, Integer> counts = new HashMap<>();
        lines.forEach(line -> counts.merge(line, 1, Integer::sum));
        return counts;
    }

    private static String difference(List<String> expected, List<String> found, long place) {
        Map<String, Integer> missing = counted(expected);
        found.forEach(line -> missing.merge(line, -1, Integer::sum));
        missing.values().removeIf(count -> count == 0);
        long lost = missing.values().stream()
                .filter(count -> count > 0)
                .mapToLong(count -> count)
                .sum();
        long added = missing.values().stream()
                .filter(count -> count < 0)
                .mapToLong(count -> -count)
                .sum();
        int first = 0;
        while (first < expected.size()
                && first < found.size()
                && expected.get(first).equals(found.get(first))) {
            first++;
        }
        return "expected " + expected.size() + " lines, found " + found.size() + ": " + lost + " are lost, " + added
                + " are doubled or torn; first difference at byte " + place + ", line " + first + ":\nexpected "
                + around(expected, first) + "\nfound    " + around(found, first) + "\nsome of the lost and added: "
                + missing.entrySet().stream().limit(5).toList();
    }

    private static String around(List<String> lines, int place) {
        return String.join("\n         ", lines.subList(Math.max(0, place - 1), Math.min(lines.size(), place + 3)));
    }

    /** Lines by LF alone, without them. */
    static List<String> lines(Path path) throws IOException {
        String text = Files.readString(path, ISO_8859_1);
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline;
            lines.add(text.substring(from, to));
            from = to + 1;
        }
        return lines;
    }

    /** How old the last line is; nothing when there is none yet. */
    static Duration behind(Path merged, Instant now) throws IOException {
        if (!Files.exists(merged)) {
            return Duration.ZERO;
        }
        String end;
        try (var file = FileChannel.open(merged)) {
            long from = Math.max(0, file.size() - LOOK_BACK_BYTES);
            var bytes = ByteBuffer.allocate(LOOK_BACK_BYTES);
            file.read(bytes, from);
            end = new String(bytes.array(), 0, bytes.position(), ISO_8859_1);
        }
        int last = end.lastIndexOf('\n');
        int before = end.lastIndexOf('\n', last - 1);
        return last < 0 ? Duration.ZERO : Duration.between(stamp(end.substring(before + 1, last)), now);
    }
}
