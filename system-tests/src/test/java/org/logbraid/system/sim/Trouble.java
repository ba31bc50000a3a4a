package org.logbraid.system.sim;

import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What may befall a simulated world beyond kills, power cuts, torn connections and orderly rotations. */
enum Trouble {
    /** Frames, promises and their answers are lost, doubled and swapped. */
    UNRULY_WIRE(3),
    /** Stamps go back, stand in the future, or are missing; the clocks of machines differ. */
    UNRULY_STAMPS(3),
    /** Wall clocks are stepped by milliseconds to hours, forward and back. */
    CLOCK_STEPS(5),
    /** Processes are killed between any two of their operations on disk and network. */
    KILLS_MIDWAY(2),
    /** The disks of states, journal and output fill up for a while. */
    FULL_DISKS(4),
    /** Disk operations take their time. */
    SLOW_DISKS(6),
    /** Writes and syncs fail. */
    FAILING_DISKS(5),
    /** Files are cut in place, deleted, copied and truncated while they are written, and moved on before anybody looks. */
    RUDE_ROTATIONS(3),
    /** Last lines stay without their newline when a file is rotated. */
    UNFINISHED_LINES(4),
    /** Agents are away for long, or for good, and are evicted or forgotten. */
    ABSENCES(4),
    /** Some agents run with {@code --once}, again and again. */
    ONCE(6),
    /** Some agents are started twice, or cloned with their state folder. */
    CLONES(6),
    /** The settings that shape a file change while the collector runs. */
    SETTINGS(5),
    /** Messages among the collectors are lost, doubled, late by more than an election takes. */
    UNRULY_PEERS(2, true),
    /** Collectors are cut off from each other, one way or both, and from agents. */
    PARTITIONS(2, true),
    /** Collectors do nothing for up to seconds. */
    PAUSES(3, true),
    /** Collectors are added, removed and replaced. */
    MEMBERS(3, true),
    /** Collectors lose their disks. */
    EMPTIED(3, true),
    /** Most collectors keep few entries for members that are away. */
    LONG_ABSENCES(3, true);

    private final int oneIn;
    private final boolean ofSeveral;

    Trouble(int oneIn) {
        this(oneIn, false);
    }

    Trouble(int oneIn, boolean ofSeveral) {
        this.oneIn = oneIn;
        this.ofSeveral = ofSeveral;
    }

    /**
     * Every fourth world has nothing of this, so that the input files alone decide its order; others have some of it.
     *
     * @param several whether there are several collectors
     */
    static Set<Trouble> draw(RandomGenerator chance, boolean several) {
        Set<Trouble> drawn = EnumSet.noneOf(Trouble.class);
        boolean none = chance.nextInt(4) == 0;
        for (Trouble trouble : values()) {
            if (trouble.ofSeveral && !several) {
                continue;
            }
            if (chance.nextInt(trouble.oneIn) == 0 && !none) {
                drawn.add(trouble);
            }
        }
        return drawn;
    }
}
