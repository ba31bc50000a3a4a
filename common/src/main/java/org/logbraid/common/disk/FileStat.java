package org.logbraid.common.disk;

/**
 * What a file system says of a file. Immutable.
 *
 * @param kind regular, folder or other: agents open regular files only (X7)
 * @param device number of the file system; may change on network file systems
 * @param inode number of the file; given to another file at once when this one is gone
 * @param birthNanos time of creation in nanoseconds since the epoch, or 0 where the file system keeps none
 * @param sizeBytes length when asked
 */
public record FileStat(Kind kind, long device, long inode, long birthNanos, long sizeBytes) {
    /** What stands at a path. */
    public enum Kind {
        REGULAR,
        FOLDER,
        OTHER
    }

    /** Whether two answers speak of the same file, not of a later one with the same inode. */
    public boolean sameFile(FileStat other) {
        return device == other.device && inode == other.inode && birthNanos == other.birthNanos;
    }
}
