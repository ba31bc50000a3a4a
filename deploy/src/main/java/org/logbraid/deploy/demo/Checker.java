package org.logbraid.deploy.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a merged file with the files it was made of, and knows nothing else: no offsets, no journal, no status. Made
 * for one comparison.
 */
final class Checker {
    /**
     * What was found.
     *
     * @param linesIn lines in the input files
     * @param linesOut lines in the merged file
     * @param lost lines of the input that are not in the merged file
     * @param doubled lines that the merged file has more often than the input
     * @param foreign lines, or pieces of lines, that no input file has
     * @param swapped lines that stand behind a later line of their own file
     * @param inverted lines stamped earlier than a line before them
     */
    record Findings(long linesIn, long linesOut, long lost, long doubled, long foreign, long swapped, long inverted) {
        boolean allWell() {
            return linesIn == linesOut && lost + doubled + foreign + swapped + inverted == 0;
        }
    }

    private record Place(int source, long number) {}

    private final Map<String, Deque<Place>> expected = new HashMap<>();
    private long linesIn;
    private long linesOut;
    private long doubled;
    private long foreign;
    private long swapped;
    private long inverted;

    private Checker() {}

    /**
     * Compares.
     *
     * @param sources of each source its files, the oldest first
     */
    static Findings check(List<List<Path>> sources, Path merged) throws IOException {
        var checker = new Checker();
        for (int source = 0; source < sources.size(); source++) {
            checker.expect(source, sources.get(source));
        }
        checker.walk(lines(merged), sources.size());
        return new Findings(
                checker.linesIn,
                checker.linesOut,
                checker.expected.values().stream().mapToLong(Deque::size).sum(),
                checker.doubled,
                checker.foreign,
                checker.swapped,
                checker.inverted);
    }

    private void expect(int source, List<Path> files) throws IOException {
        long number = 0;
        for (Path file : files) {
            for (String line : lines(file)) {
                expected.computeIfAbsent(line, key -> new ArrayDeque<>()).add(new Place(source, number++));
                linesIn++;
            }
        }
    }

    private void walk(List<String> merged, int sources) {
        long[] next = new long[sources];
        Instant time = Instant.MIN;
        for (String line : merged) {
            linesOut++;
            Deque<Place> places = expected.get(line);
            if (places == null) {
                foreign++;
                continue;
            }
            Place place = places.poll();
            if (place == null) {
                doubled++;
                continue;
            }
            if (place.number() < next[place.source()]) {
                swapped++;
            }
            next[place.source()] = Math.max(next[place.source()], place.number() + 1);
            Instant stamp = stamp(line);
            if (stamp.isBefore(time)) {
                inverted++;
            } else {
                time = stamp;
            }
        }
    }

    private static Instant stamp(String line) {
        return Playback.STAMP.parse(line.substring(line.indexOf('[') + 1, line.indexOf(']')), Instant::from);
    }

    /** The lines of a file; what follows the last newline is a line too. */
    private static List<String> lines(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }
}
