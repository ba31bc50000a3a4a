package org.logbraid.collector.journal.chronicle;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each index stands: stretches of indices that follow each other in one cycle. A later record of an index hides an
 * earlier one. Immutable: every change makes a new map, which happens once a cycle.
 */
final class PositionMap {
    static final PositionMap EMPTY = new PositionMap(List.of());

    /** Indices from {@code firstIndex} on stand in a cycle from {@code firstSequence} on, up to the next stretch. */
    record Stretch(long firstIndex, int cycle, int firstSequence) {}

    private final List<Stretch> stretches;

    private PositionMap(List<Stretch> stretches) {
        this.stretches = stretches;
    }

    /** The map with an entry more: the same map when it continues the last stretch. */
    PositionMap with(long index, int cycle, int sequence) {
        if (!stretches.isEmpty()) {
            Stretch last = stretches.get(stretches.size() - 1);
            if (last.cycle == cycle
                    && index - last.firstIndex == sequence - last.firstSequence
                    && index > last.firstIndex) {
                return this;
            }
        }
        List<Stretch> more = below(index);
        more.add(new Stretch(index, cycle, sequence));
        return new PositionMap(List.copyOf(more));
    }

    /** The map without the stretches that begin at an index or later. */
    PositionMap cutFrom(long index) {
        return new PositionMap(List.copyOf(below(index)));
    }

    private List<Stretch> below(long index) {
        List<Stretch> kept = new ArrayList<>();
        for (Stretch stretch : stretches) {
            if (stretch.firstIndex < index) {
                kept.add(stretch);
            }
        }
        return kept;
    }

    /** The map without all that stands in a cycle or in earlier ones. */
    PositionMap withoutCyclesUpTo(int cycle) {
        return new PositionMap(stretches.stream().filter(s -> s.cycle > cycle).toList());
    }

    boolean isEmpty() {
        return stretches.isEmpty();
    }

    long firstIndex() {
        return stretches.get(0).firstIndex;
    }

    /** The stretch that an index lies in, given that it is not below the first one. */
    Stretch of(long index) {
        int low = 0;
        int high = stretches.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (stretches.get(middle).firstIndex <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return stretches.get(low);
    }

    /** Whether all entries up to a cycle are below an index, so that none of them is needed from there on. */
    boolean endsBelow(int cycle, long index) {
        for (int i = 0; i < stretches.size(); i++) {
            if (stretches.get(i).cycle > cycle) {
                return stretches.get(i).firstIndex <= index;
            }
        }
        return false;
    }
}
