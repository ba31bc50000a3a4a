package org.logbraid.system.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Which faults come when: the same for the same seed, duration and weights. Faults overlap, but those that take a
 * collector away come one after the other, each when the one before has been got over, so that never more than one
 * collector is dead, emptied or without room: a minority of three. Cuts and pauses come at any time, and may leave no
 * majority.
 *
 * @param faults by their start; each ends within the duration
 */
record Schedule(long seed, Duration duration, List<Fault> faults) {
    /** Between two faults that take a collector away, both got over. */
    private static final int LONGEST_GAP_MILLIS = 2_500;

    private static final Duration LEAST_PER_FAULT = Duration.ofMillis(1_200);

    /** A clock jumps by 10 ms to 1,000 s. */
    private static final double LEAST_JUMP_EXPONENT = 1;

    private static final double MOST_JUMP_EXPONENT = 6;

    Schedule {
        faults = List.copyOf(faults);
    }

    private record Span(FaultKind kind, Duration start, Duration length) {}

    /** Draws one. It is full when there are many faults, or no time for another one that takes a collector away. */
    static Schedule of(long seed, Duration duration, Weights weights) {
        var random = new Random(seed);
        List<Span> spans = new ArrayList<>();
        Duration collectorsAllBack = Duration.ZERO;
        long most = duration.dividedBy(LEAST_PER_FAULT);
        while (spans.size() < most) {
            FaultKind kind = weights.draw(random);
            Duration length = millis(random, kind.shortest(), kind.longest());
            Duration latest = duration.minus(length);
            Duration start = kind.takesCollector()
                    ? collectorsAllBack.plus(millis(random, Duration.ZERO, Duration.ofMillis(LONGEST_GAP_MILLIS)))
                    : millis(random, Duration.ZERO, latest.isNegative() ? Duration.ZERO : latest);
            if (start.compareTo(latest) > 0) {
                break;
            }
            spans.add(new Span(kind, start, length));
            if (kind.takesCollector()) {
                collectorsAllBack = start.plus(length).plus(kind.recovery());
            }
        }
        spans.sort(Comparator.comparing(Span::start));
        return new Schedule(seed, duration, withTargets(spans, random));
    }

    private static List<Fault> withTargets(List<Span> spans, Random random) {
        Map<FaultKind, Integer> turns = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            turns.put(kind, random.nextInt(kind.targets().size()));
        }
        List<Fault> faults = new ArrayList<>();
        for (Span span : spans) {
            FaultKind kind = span.kind();
            int turn = turns.merge(kind, 1, Integer::sum);
            Role target = kind.targets().get(turn % kind.targets().size());
            Duration ahead = kind.isOfClock() ? jump(random) : Duration.ZERO;
            faults.add(new Fault(
                    faults.size() + 1,
                    kind,
                    target,
                    span.start(),
                    span.length(),
                    random.nextInt(Integer.MAX_VALUE),
                    ahead));
        }
        return faults;
    }

    private static Duration millis(Random random, Duration least, Duration most) {
        return least.plusMillis(random.nextInt((int) most.minus(least).toMillis() + 1));
    }

    /** Each order of magnitude as often as the others, forward as often as back. */
    private static Duration jump(Random random) {
        double exponent = LEAST_JUMP_EXPONENT + random.nextDouble() * (MOST_JUMP_EXPONENT - LEAST_JUMP_EXPONENT);
        long millis = Math.round(Math.pow(10, exponent));
        return Duration.ofMillis(random.nextBoolean() ? millis : -millis);
    }

    /** The seed, and a line for each fault. */
    @Override
    public String toString() {
        return "seed " + seed + ", " + duration.toSeconds() + " s, " + faults.size() + " faults:\n"
                + faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
    }
}
