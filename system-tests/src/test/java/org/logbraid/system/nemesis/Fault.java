package org.logbraid.system.nemesis;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault of a schedule.
 *
 * @param number from 1 on
 * @param start since the beginning of the run
 * @param choice which of those who have the role, and whatever else is to be chosen: 0 or more
 * @param clockAhead how far a clock jumps; zero when the fault is none of clocks
 */
record Fault(
        int number, FaultKind kind, Role target, Duration start, Duration length, int choice, Duration clockAhead) {
    Fault {
        if (start.isNegative() || length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException(
                    "a fault starts at 0 or later and has a length, was " + start + ", " + length);
        }
        if (choice < 0) {
            throw new IllegalArgumentException("choice must be 0 or more, was " + choice);
        }
    }

    Duration end() {
        return start.plus(length);
    }

    @Override
    public String toString() {
        String text = String.format(
                Locale.ROOT,
                "%3d at %8.3f s for %6.3f s: %s, %s, choice %d",
                number,
                start.toMillis() / 1e3,
                length.toMillis() / 1e3,
                kind.word(),
                target.name().toLowerCase(Locale.ROOT),
                choice);
        return clockAhead.isZero()
                ? text
                : text + String.format(Locale.ROOT, ", clock %+.3f s", clockAhead.toMillis() / 1e3);
    }
}
