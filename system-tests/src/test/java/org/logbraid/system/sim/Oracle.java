package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.common.frame.Frames;

/**
 * Judges a merged text from what was written, knowing nothing of how it came to be: nothing lost (G4), doubled (G5) or torn
 * (G6), each generation in its order (G7), and all in the order of their keys (T1) where no line was late, raised, from
 * the future or a straggler.
 */
final class Oracle {
    private Oracle() {}

    /** Checks that every written line stands in the text once, whole, and in the order of its generation. */
    static void checkLines(byte[] merged, List<WrittenLine> written) {
        List<String> lines = lines(merged);
        Map<String, WrittenLine> byText = new HashMap<>();
        written.forEach(line -> byText.put(line.text(), line));
        Map<String, Integer> next = new HashMap<>();
        List<String> strange = new ArrayList<>();
        for (String text : lines) {
            WrittenLine line = byText.remove(text);
            if (line == null) {
                strange.add(text);
                continue;
            }
            String generation = line.agent() + " " + line.path() + " " + line.generation();
            int expected = next.getOrDefault(generation, 0);
            assertThat(line.sequence()).as("order within %s", generation).isEqualTo(expected);
            next.put(generation, expected + 1);
        }
        assertThat(strange).as("lines that are torn, doubled or nobody's").isEmpty();
        assertThat(byText.values()).as("lost lines").isEmpty();
    }

    /** The order that the input files alone ask for (T1). Expects each source's first line to have a stamp. */
    static byte[] inKeyOrder(List<WrittenLine> written) {
        record Keyed(long e, WrittenLine line) {}
        Map<String, Long> greatest = new HashMap<>();
        List<Keyed> keyed = new ArrayList<>();
        for (WrittenLine line : written) {
            String source = line.agent() + " " + line.path();
            long before = greatest.getOrDefault(source, Long.MIN_VALUE);
            long e = line.stampNanos() == Frames.NO_TIME ? before : Math.max(before, line.stampNanos());
            greatest.put(source, e);
            keyed.add(new Keyed(e, line));
        }
        keyed.sort(Comparator.comparingLong(Keyed::e)
                .thenComparing(k -> k.line().agent())
                .thenComparing(k -> k.line().path())
                .thenComparingInt(k -> k.line().generation())
                .thenComparingInt(k -> k.line().sequence()));
        var text = new StringBuilder();
        keyed.forEach(k -> text.append(k.line().text()).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the input files alone decide the order. */
    static boolean inputsDecide(MergeView.Counters counters) {
        return counters.late() == 0 && counters.raised() == 0 && counters.future() == 0 && counters.stragglers() == 0;
    }

    private static List<String> lines(byte[] merged) {
        if (merged.length == 0) {
            return List.of();
        }
        String text = new String(merged, StandardCharsets.UTF_8);
        assertThat(text).as("the last line").endsWith("\n");
        return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }
}
