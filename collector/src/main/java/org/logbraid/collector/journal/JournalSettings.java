package org.logbraid.collector.journal;

import static org.logbraid.common.Checks.require;
import static org.logbraid.common.Checks.requireRange;

import java.time.Duration;

/**
 * How a journal lives on its disk. Immutable.
 *
 * @param cycleBytes 4 MiB to 1 GiB: size at which a new file begins
 * @param blockBytes 16 MiB to 1 GiB: how much of a file is mapped at a time; a file's length grows by it, though what was not
 *     written takes no room
 * @param retentionBytes 0 to 1 TiB kept beyond what is needed
 * @param retentionAge how long what is no longer needed is kept; whichever of the two is exceeded first deletes
 * @param absenceBytes 0 to 1 TiB kept beyond what is needed here while another member of the group still needs it
 * @param reserveBytes 0 to 1 TiB: a frame is refused when less room is left on the disk; half of it is for entries
 *     that may let go of lines, and a quarter of it for the first ones of a term alone
 */
public record JournalSettings(
        long cycleBytes,
        long blockBytes,
        long retentionBytes,
        Duration retentionAge,
        long absenceBytes,
        long reserveBytes) {
    private static final long MIB = 1024 * 1024;

    public static final JournalSettings DEFAULT =
            new JournalSettings(64 * MIB, 64 * MIB, 64 * MIB, Duration.ofDays(1), 1024 * MIB, 64 * MIB);

    public JournalSettings {
        requireRange("cycle-size in bytes", cycleBytes, 4 * MIB, 1024 * MIB);
        requireRange("block-size in bytes", blockBytes, 16 * MIB, 1024 * MIB);
        requireRange("retention-size in bytes", retentionBytes, 0, MIB * MIB);
        requireRange("absence-size in bytes", absenceBytes, 0, MIB * MIB);
        requireRange("reserve-size in bytes", reserveBytes, 0, MIB * MIB);
        require(!retentionAge.isNegative(), "retention-age must not be negative, was " + retentionAge);
    }

    /** These with nothing kept beyond what is needed here. */
    public JournalSettings keepingNothing() {
        return new JournalSettings(cycleBytes, blockBytes, 0, Duration.ZERO, 0, reserveBytes);
    }

    /** These with files of another size. */
    public JournalSettings withCycles(long bytes) {
        return new JournalSettings(bytes, blockBytes, retentionBytes, retentionAge, absenceBytes, reserveBytes);
    }

    /** These with something kept beyond what is needed. */
    public JournalSettings keeping(long bytes, Duration age) {
        return new JournalSettings(cycleBytes, blockBytes, bytes, age, absenceBytes, reserveBytes);
    }

    /** These with another reserve. */
    public JournalSettings withReserve(long bytes) {
        return new JournalSettings(cycleBytes, blockBytes, retentionBytes, retentionAge, absenceBytes, bytes);
    }
}
