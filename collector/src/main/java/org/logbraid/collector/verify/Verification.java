package org.logbraid.collector.verify;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check found. Immutable.
 *
 * @param entries journal entries whose checksum and place were checked
 * @param bytes bytes of merged files that were compared
 * @param notes what could not be checked, one sentence each: no damage
 * @param difference the first difference or damage, or null when all is well
 */
public record Verification(
        long entries,
        long bytes,
        List<String> notes,
        @Nullable Difference difference) {
    public Verification {
        notes = List.copyOf(notes);
    }

    /**
     * A difference or damage.
     *
     * @param file where it is
     * @param at place in the file, or -1 when all of it is meant
     * @param what one sentence
     */
    public record Difference(Path file, long at, String what) {}

    public boolean isWell() {
        return difference == null;
    }
}
