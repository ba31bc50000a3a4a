package org.logbraid.system.sim;

import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What can happen next in a world, each as often as its weight says. */
final class Deeds {
    private final RandomGenerator chance;
    private final TreeMap<Integer, Deed> byUpperEnd = new TreeMap<>();

    /** Something that happens. */
    @FunctionalInterface
    interface Deed {
        void happen() throws Exception;
    }

    Deeds(RandomGenerator chance) {
        this.chance = chance;
    }

    void add(int weight, Deed deed) {
        byUpperEnd.put((byUpperEnd.isEmpty() ? 0 : byUpperEnd.lastKey()) + weight, deed);
    }

    void next() throws Exception {
        byUpperEnd.higherEntry(chance.nextInt(byUpperEnd.lastKey())).getValue().happen();
    }
}
