package org.logbraid.system.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many faults of each kind have happened, how many lines went through meanwhile and how the runs ended. Many runs add
 * to one file, which holds their sums: a line {@code NAME COUNT} each.
 *
 * <p>Not thread-safe; several processes may add to one file.
 */
final class FaultCounts {
    static final String FAILED = "runs that FAILED";
    static final String JOINS = "joins with a snapshot";

    private final Map<String, Long> counts = new TreeMap<>();

    static String name(FaultKind kind) {
        return "fault " + kind.word();
    }

    static String nameOfLeader(FaultKind kind) {
        return name(kind) + " of the leader";
    }

    void done(FaultKind kind) {
        add(name(kind), 1);
        add("faults", 1);
    }

    /** One that was meant for the leader, and met the one that led. */
    void hitLeader(FaultKind kind) {
        add(nameOfLeader(kind), 1);
    }

    /** An emptied collector that could not be sent all entries. */
    void joinedWithSnapshot() {
        add(JOINS, 1);
    }

    void seed(long seed) {
        add("seed " + seed, 1);
    }

    /** One that had nobody to suffer it. */
    void skipped(FaultKind kind) {
        add("skipped " + kind.word(), 1);
    }

    void lines(long more) {
        add("lines", more);
    }

    void seconds(long more) {
        add("seconds", more);
    }

    /** A process that had to be started once more, by its supervisor as it were. */
    void supervised() {
        add("restarts by a supervisor", 1);
    }

    void result(boolean well) {
        add(well ? "runs that went well" : FAILED, 1);
    }

    long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    private void add(String name, long more) {
        counts.merge(name, more, Long::sum);
    }

    /** What a file holds: nothing where there is none. */
    static FaultCounts in(Path file) throws IOException {
        return parse(Files.exists(file) ? Files.readString(file) : "");
    }

    /** Adds these to what a file holds; answers with the sums. */
    FaultCounts addTo(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (var channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            FaultCounts sums = parse(Files.readString(file));
            counts.forEach(sums::add);
            var text = ByteBuffer.wrap(sums.toString().getBytes(UTF_8));
            long place = 0;
            while (text.hasRemaining()) {
                place += channel.write(text, place);
            }
            channel.truncate(place);
            return sums;
        }
    }

    private static FaultCounts parse(String text) {
        var parsed = new FaultCounts();
        text.lines().forEach(line -> {
            int blank = line.lastIndexOf(' ');
            parsed.add(line.substring(0, blank), Long.parseLong(line.substring(blank + 1)));
        });
        return parsed;
    }

    @Override
    public String toString() {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
