package org.logbraid.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to be measured.
 *
 * @param lines of the backfill, 1,000 to a billion
 * @param rounds 1 to 100
 * @param parts what is measured
 * @param peers what is measured beside logbraid
 * @param folder on the disk that is measured
 * @param rates of the live part: lines a second in each of four files
 * @param liveSeconds of each live run, 1 to 600
 */
record BenchOptions(
        long lines, int rounds, Set<Part> parts, Set<Peer> peers, Path folder, List<Integer> rates, int liveSeconds) {
    static final String USAGE = """
            bench/run [OPTION…]        measures the whole way
              --lines N                lines of backfill and quorum; default 10000000
              --rounds N               how often backfill, live and quorum are measured; default 3
              --only PART,…            backfill, live, idle, start, small-heap, quorum, many-agents; default all
              --peers PEER,…|none      cat, sort, rsyslog: what stands beside logbraid; default all
              --dir FOLDER             where files are written; default bench/target/run
              --rates N,…              of live: lines a second in each of four files; default 5000,20000
              --live-seconds N         of each live run, behind 5 s of warm-up; default 20
            bench/run stages [WORD…]   measures single stages; what follows goes to JMH
            """;

    /** A part of the measurement. */
    enum Part {
        BACKFILL,
        LIVE,
        IDLE,
        START,
        SMALL_HEAP,
        QUORUM,
        MANY_AGENTS
    }

    /** What is measured beside logbraid. */
    enum Peer {
        CAT,
        SORT,
        RSYSLOG
    }

    static final BenchOptions DEFAULT = new BenchOptions(
            10_000_000,
            3,
            EnumSet.allOf(Part.class),
            EnumSet.allOf(Peer.class),
            Path.of("bench", "target", "run"),
            List.of(5_000, 20_000),
            20);

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static BenchOptions parse(String... arguments) {
        var options = DEFAULT;
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("unknown, or without a value: " + arguments[i]);
            }
            options = options.with(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private BenchOptions with(String option, String value) {
        return switch (option) {
            case "--lines" ->
                new BenchOptions(
                        number(option, value, 1_000, 1_000_000_000), rounds, parts, peers, folder, rates, liveSeconds);
            case "--rounds" ->
                new BenchOptions(lines, (int) number(option, value, 1, 100), parts, peers, folder, rates, liveSeconds);
            case "--only" ->
                new BenchOptions(lines, rounds, words(Part.class, value), peers, folder, rates, liveSeconds);
            case "--peers" ->
                new BenchOptions(
                        lines,
                        rounds,
                        parts,
                        value.equals("none") ? Set.of() : words(Peer.class, value),
                        folder,
                        rates,
                        liveSeconds);
            case "--dir" -> new BenchOptions(lines, rounds, parts, peers, Path.of(value), rates, liveSeconds);
            case "--rates" ->
                new BenchOptions(
                        lines,
                        rounds,
                        parts,
                        peers,
                        folder,
                        Stream.of(value.split(",", -1))
                                .map(word -> (int) number(option, word, 100, 1_000_000))
                                .toList(),
                        liveSeconds);
            case "--live-seconds" ->
                new BenchOptions(lines, rounds, parts, peers, folder, rates, (int) number(option, value, 1, 600));
            default -> throw new IllegalArgumentException("unknown: " + option);
        };
    }

    private static long number(String option, String value, long least, long most) {
        try {
            long number = Long.parseLong(value.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(option + " must be " + least + " to " + most + ", was " + value);
    }

    private static <E extends Enum<E>> Set<E> words(Class<E> type, String value) {
        Set<E> words = EnumSet.noneOf(type);
        for (String word : value.split(",", -1)) {
            try {
                words.add(Enum.valueOf(type, word.replace('-', '_').toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("unknown: " + word, e);
            }
        }
        return words;
    }
}
