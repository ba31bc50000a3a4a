package org.logbraid.system.nemesis;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** How often each kind of fault comes, as against the others. Immutable. */
final class Weights {
    private final Map<FaultKind, Integer> weights;
    private final int sum;

    private Weights(Map<FaultKind, Integer> weights) {
        this.weights = weights;
        this.sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Kinds that are not named never come. */
    static Weights of(Map<FaultKind, Integer> given) {
        given.forEach((kind, weight) -> {
            if (weight < 0) {
                throw new IllegalArgumentException(
                        "the weight of " + kind.word() + " must be 0 or more, was " + weight);
            }
        });
        var weights = new Weights(new EnumMap<>(given));
        if (weights.sum == 0) {
            throw new IllegalArgumentException("some weight must be more than 0, was " + given);
        }
        return weights;
    }

    /** What three collectors have to survive: everything, and kills most often. */
    static Weights all() {
        Map<FaultKind, Integer> weights = new EnumMap<>(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            weights.put(kind, 2);
        }
        weights.put(FaultKind.KILL_COLLECTOR, 12);
        weights.put(FaultKind.KILL_AGENT, 6);
        weights.put(FaultKind.PAUSE_COLLECTOR, 4);
        weights.put(FaultKind.CUT_LEADER, 5);
        weights.put(FaultKind.CUT_PAIR, 4);
        weights.put(FaultKind.CUT_ONE_WAY, 4);
        weights.put(FaultKind.CUT_AGENT, 4);
        weights.put(FaultKind.PAUSE_AGENT, 1);
        weights.put(FaultKind.ROLLING_RESTART, 1);
        weights.put(FaultKind.EMPTIED_FOLDER, 1);
        return of(weights);
    }

    /** These without some kinds. */
    Weights without(FaultKind... kinds) {
        Map<FaultKind, Integer> fewer = new EnumMap<>(weights);
        for (FaultKind kind : kinds) {
            fewer.remove(kind);
        }
        return of(fewer);
    }

    int of(FaultKind kind) {
        return weights.getOrDefault(kind, 0);
    }

    int sum() {
        return sum;
    }

    FaultKind draw(Random random) {
        int left = random.nextInt(sum);
        for (Map.Entry<FaultKind, Integer> entry : weights.entrySet()) {
            left -= entry.getValue();
            if (left < 0) {
                return entry.getKey();
            }
        }
        throw new AssertionError("the sum of all weights is " + sum);
    }
}
