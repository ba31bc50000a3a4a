package org.logbraid.system.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A journal of which so little is kept that whoever was away, or was emptied, needs a snapshot. Stateless. */
public final class SmallJournal {
    /** Lines of a collector's settings file. */
    public static final String SETTINGS =
            "cycle-size: 4MiB\nsnapshot-every: 1MiB\nretention-size: 0\nabsence-size: 0\n";

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int LENGTH = 90;

    private SmallJournal() {}

    /**
     * Writes a log whose lines are drawn by chance: packed they are no shorter, so that those of a few files fill such a journal again
     * and again.
     *
     * @param name of the log; another one has other lines
     * @param lines with a thousand to a second
     */
    static Path log(Path folder, String name, int lines) throws IOException {
        var text = new StringBuilder();
        var chance = new Random(name.hashCode());
        for (int i = 0; i < lines; i++) {
            text.append(String.format("2026-01-01T00:%02d:%02d.%03dZ ", i / 60_000, i / 1_000 % 60, i % 1_000))
                    .append(name)
                    .append(" line ")
                    .append(i)
                    .append(' ');
            for (int sign = 0; sign < LENGTH; sign++) {
                text.append(LETTERS.charAt(chance.nextInt(LETTERS.length())));
            }
            text.append('\n');
        }
        return Files.writeString(folder.resolve(name + ".log"), text);
    }
}
