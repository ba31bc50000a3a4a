package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.testing.ReferenceAccount;
import org.logbraid.common.frame.Frames;

/**
 * Judges a merged text from what was written, knowing nothing of how it came to be: nothing lost that could be read (G4),
 * doubled (G5) or torn (G6), each generation in its order (G7), and all in the order of their keys (T1) where no line
 * was late, raised, from the future or a straggler.
 */
final class Oracle {
    private Oracle() {}

    /** Bytes of all lines. */
    static int mostBytes(List<Incarnation> written) {
        return written.stream()
                .flatMap(one -> one.lines().stream())
                .mapToInt(line -> line.text().length() + 1)
                .sum();
    }

    /** Bytes of the lines that must come out. */
    static int leastBytes(List<Incarnation> written) {
        return written.stream()
                .flatMap(one -> one.lines().stream())
                .filter(line -> !line.of().mayMiss(line))
                .mapToInt(line -> line.text().length() + 1)
                .sum();
    }

    /**
     * Checks that every written line stands in the text once, whole, and in the order of its generation.
     *
     * @return lines that are missing because nobody could read them any more: always the last ones of an incarnation
     */
    static List<WrittenLine> checkLines(byte[] merged, List<Incarnation> written) {
        Map<String, WrittenLine> byText = new LinkedHashMap<>();
        written.forEach(one -> one.lines().forEach(line -> byText.put(line.text(), line)));
        Map<Incarnation, Integer> next = new HashMap<>();
        List<String> strange = new ArrayList<>();
        for (String text : lines(merged)) {
            WrittenLine line = byText.remove(text);
            if (line == null) {
                strange.add(text);
                continue;
            }
            int expected = next.getOrDefault(line.of(), 0);
            if (line.sequence() != expected) {
                assertThat(line.sequence()).as("order within %s", line.of()).isEqualTo(expected);
            }
            next.put(line.of(), expected + 1);
        }
        assertThat(strange).as("lines that are torn, doubled or nobody's").isEmpty();
        assertThat(byText.values().stream().filter(line -> !line.of().mayMiss(line)))
                .as("lost lines")
                .isEmpty();
        return List.copyOf(byText.values());
    }

    /**
     * Checks that no loss is silent (G4): of what the log knew anything of, it says that there is a gap or that the file
     * is gone.
     *
     * @param excused agents that say nothing of losses
     */
    static void checkLosses(
            List<WrittenLine> missing, Collection<ReferenceAccount> accounts, Collection<String> excused) {
        Set<WrittenLine> absent = new HashSet<>(missing);
        Set<Incarnation> lossy = new LinkedHashSet<>();
        missing.stream()
                .map(WrittenLine::of)
                .filter(one -> !excused.contains(one.agent()))
                .forEach(lossy::add);
        List<ReferenceAccount> telling =
                accounts.stream().filter(ReferenceAccount::tellsOfLoss).toList();
        for (Incarnation one : lossy) {
            long readBytes = one.lines().stream()
                    .filter(line -> !absent.contains(line))
                    .mapToLong(line -> line.text().length() + 1)
                    .sum();
            if (one.mustBeToldOf(readBytes)) {
                String begun = readBytes == 0 ? "" : one.lines().get(0).text() + "\n";
                assertThat(telling.stream()
                                .filter(account -> account.isOf(one.agent(), one.path()))
                                .anyMatch(account -> account.firstLine().equals(begun)))
                        .as("the log says that lines are missing of %s (G4), read %s bytes", one, readBytes)
                        .isTrue();
            }
        }
    }

    /** Checks the order that the input files alone ask for (T1). Expects each source's first line to have a stamp. */
    static void checkKeyOrder(byte[] merged, List<Incarnation> written, Collection<WrittenLine> missing) {
        record Keyed(long e, WrittenLine line) {}
        Set<WrittenLine> absent = new HashSet<>(missing);
        Map<String, Long> greatest = new HashMap<>();
        List<Keyed> keyed = new ArrayList<>();
        for (Incarnation one : written) {
            for (WrittenLine line : one.lines()) {
                String source = one.agent() + " " + one.path();
                if (!absent.contains(line)) {
                    long before = greatest.getOrDefault(source, Long.MIN_VALUE);
                    long e = line.stampNanos() == Frames.NO_TIME ? before : Math.max(before, line.stampNanos());
                    greatest.put(source, e);
                    keyed.add(new Keyed(e, line));
                }
            }
        }
        keyed.sort(Comparator.comparingLong(Keyed::e)
                .thenComparing(k -> k.line().of().agent())
                .thenComparing(k -> k.line().of().path())
                .thenComparingInt(k -> k.line().of().number())
                .thenComparingInt(k -> k.line().sequence()));
        var text = new StringBuilder();
        keyed.forEach(k -> text.append(k.line().text()).append('\n'));
        String expected = text.toString();
        String found = new String(merged, StandardCharsets.UTF_8);
        if (!expected.equals(found)) {
            assertThat(found).as("order by key (T1)").isEqualTo(expected);
        }
    }

    /** Whether the input files alone decide the order. */
    static boolean inputsDecide(MergeView.Counters counters) {
        return counters.late() == 0 && counters.raised() == 0 && counters.future() == 0 && counters.stragglers() == 0;
    }

    /** Checks that what a reader has seen still stands there. */
    static void checkStays(byte[] seen, byte[] merged) {
        assertThat(seen.length).as("never shrinks (G6)").isLessThanOrEqualTo(merged.length);
        assertThat(Arrays.equals(seen, 0, seen.length, merged, 0, seen.length))
                .as("what was seen before a crash stays (G6)")
                .isTrue();
    }

    private static List<String> lines(byte[] merged) {
        if (merged.length == 0) {
            return List.of();
        }
        String text = new String(merged, StandardCharsets.UTF_8);
        assertThat(text.endsWith("\n")).as("the last line is whole").isTrue();
        return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }
}
