package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.logbraid.collector.join.FetchAnswer;
import org.logbraid.collector.join.FetchAnswer.Outcome;
import org.logbraid.collector.testing.ReferenceState;

/**
 * Collectors lose files that have ended, began with a snapshot and have none of those from before, and are asked to fetch what they
 * lack: whatever one of a group has, all have afterwards. A file that nobody has any more is named.
 */
final class EndedFetches {
    private static final int MOST_RESTS = 3_000;

    /** Everybody moves on, and a moment passes. */
    @FunctionalInterface
    interface Rest {
        void pass() throws Exception;
    }

    private EndedFetches() {}

    static void run(List<SimulatedCollector> members, ReferenceState plain, RandomGenerator chance, Rest rest)
            throws Exception {
        Set<String> before = names(members);
        for (String name : before) {
            lose(name, members, chance);
        }
        for (FetchAnswer answer : answers(members, rest)) {
            assertThat(answer.outcome())
                    .as("all files that anybody has are fetched: %s", answer.sentence())
                    .isIn(Outcome.DONE, Outcome.INCOMPLETE);
            if (answer.outcome() == Outcome.INCOMPLETE) {
                assertThat(answer.sentence()).contains("no other collector has").doesNotContain("no answer came");
                before.forEach(name -> assertThat(answer.sentence()).doesNotContain(name));
            }
        }
        for (SimulatedCollector one : members) {
            assertThat(names(List.of(one))).as("files of %s", one.kind().name()).isEqualTo(before);
            one.compareFiles(plain);
        }
    }

    /** Some lose a file, but one of those that have it. */
    private static void lose(String name, List<SimulatedCollector> members, RandomGenerator chance) throws IOException {
        List<SimulatedCollector> having = members.stream()
                .filter(one -> one.merged().byName().containsKey(name))
                .toList();
        SimulatedCollector keeper = having.get(chance.nextInt(having.size()));
        for (SimulatedCollector one : having) {
            if (!one.equals(keeper) && !name.equals(MergedFiles.NAME) && chance.nextBoolean()) {
                one.lose(name);
            }
        }
    }

    private static Set<String> names(List<SimulatedCollector> members) {
        Set<String> names = new TreeSet<>();
        for (SimulatedCollector one : members) {
            names.addAll(one.merged().byName().keySet());
        }
        return names;
    }

    private static List<FetchAnswer> answers(List<SimulatedCollector> members, Rest rest) throws Exception {
        List<FetchAnswer> answers = new ArrayList<>();
        for (SimulatedCollector one : members) {
            CompletableFuture<FetchAnswer> answer = one.fetchEnded();
            for (int i = 0; !answer.isDone() || answer.join().outcome() == Outcome.UNDER_WAY; i++) {
                assertThat(i)
                        .as("rests until %s has fetched", one.kind().name())
                        .isLessThan(MOST_RESTS);
                answer = answer.isDone() ? one.fetchEnded() : answer;
                rest.pass();
            }
            answers.add(answer.join());
        }
        return answers;
    }
}
