package org.logbraid.system.nemesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much has to have happened to three collectors, in all runs together, before it says something. Immutable. */
final class Goals {
    private static final Goals NIGHTLY = new Goals(nightlyLeast());

    private final Map<String, Long> least;

    private Goals(Map<String, Long> least) {
        this.least = least;
    }

    /** What a night has to reach. */
    static Goals nightly() {
        return NIGHTLY;
    }

    private static Map<String, Long> nightlyLeast() {
        Map<String, Long> least = new LinkedHashMap<>();
        least.put(FaultCounts.name(FaultKind.KILL_COLLECTOR), 200L);
        least.put(FaultCounts.nameOfLeader(FaultKind.KILL_COLLECTOR), 100L);
        least.put(FaultCounts.name(FaultKind.KILL_AGENT), 100L);
        least.put(FaultCounts.name(FaultKind.CUT_PAIR), 50L);
        least.put(FaultCounts.name(FaultKind.CUT_ONE_WAY), 50L);
        least.put(FaultCounts.nameOfLeader(FaultKind.CUT_LEADER), 50L);
        least.put(FaultCounts.name(FaultKind.CUT_AGENT), 50L);
        least.put(FaultCounts.name(FaultKind.FULL_DISK), 20L);
        least.put(FaultCounts.name(FaultKind.PAUSE_COLLECTOR), 20L);
        least.put(FaultCounts.name(FaultKind.CLOCK_OF_COLLECTOR), 20L);
        least.put(FaultCounts.name(FaultKind.CLOCK_OF_AGENT), 20L);
        least.put(FaultCounts.name(FaultKind.EMPTIED_FOLDER), 10L);
        least.put(FaultCounts.JOINS, 10L);
        return least;
    }

    /** What the sums of all runs lack, in words; nothing when they are reached and no run has failed. */
    List<String> lacking(FaultCounts sums) {
        List<String> lacking = new ArrayList<>();
        if (sums.of(FaultCounts.FAILED) > 0) {
            lacking.add(FaultCounts.FAILED + ": " + sums.of(FaultCounts.FAILED));
        }
        least.forEach((name, wanted) -> {
            if (sums.of(name) < wanted) {
                lacking.add(name + ": " + sums.of(name) + " of " + wanted);
            }
        });
        return lacking;
    }
}
