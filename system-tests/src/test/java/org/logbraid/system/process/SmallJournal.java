package org.logbraid.system.process;

/** A journal of which so little is kept that whoever was away, or was emptied, needs a snapshot. Stateless. */
public final class SmallJournal {
    /** Lines of a collector's settings file. */
    public static final String SETTINGS =
            "cycle-size: 4MiB\nsnapshot-every: 1MiB\nretention-size: 0\nabsence-size: 0\n";

    private SmallJournal() {}
}
