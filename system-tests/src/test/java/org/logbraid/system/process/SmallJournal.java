package org.logbraid.system.process;

import java.util.random.RandomGenerator;

/** A journal of which so little is kept that whoever was away, or was emptied, needs a snapshot. Stateless. */
public final class SmallJournal {
    /** Lines of a collector's settings file. */
    public static final String SETTINGS =
            "cycle-size: 4MiB\nsnapshot-every: 1MiB\nretention-size: 0\nabsence-size: 0\n";

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int LENGTH = 90;

    private SmallJournal() {}

    /** The rest of a line, drawn by chance: packed it is no shorter, so that a few files' lines fill such a journal again and again. */
    static String unpackable(RandomGenerator chance) {
        var text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
