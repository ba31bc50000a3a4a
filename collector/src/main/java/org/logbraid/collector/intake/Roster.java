package org.logbraid.collector.intake;

import java.util.List;
import org.logbraid.collector.ShapingSettings;

/** Whom a new channel waits for before it begins to write (T11). Stateless. */
public final class Roster {
    private Roster() {}

    /** Whether there is one. */
    public static boolean isAsked(ShapingSettings shaping) {
        return shaping.rosterCount() > 0 || !shaping.roster().isEmpty();
    }

    /** Names of the roster that have not come. */
    public static List<String> absent(ShapingSettings shaping, List<String> come) {
        return shaping.roster().stream().filter(name -> !come.contains(name)).toList();
    }

    /** How many have not come, named or not. */
    public static int missing(ShapingSettings shaping, List<String> come) {
        return shaping.roster().isEmpty()
                ? Math.max(0, shaping.rosterCount() - come.size())
                : absent(shaping, come).size();
    }
}
