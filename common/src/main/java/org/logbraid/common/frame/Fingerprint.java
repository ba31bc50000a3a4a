package org.logbraid.common.frame;

/**
 * What a generation's file is known by when it is opened.
 *
 * @param device number of the file system
 * @param inode number of the file; 0, as its device, for one that was lost before it could be opened
 * @param birthNanos creation in nanoseconds since the epoch, 0 where unknown
 */
public record Fingerprint(long device, long inode, long birthNanos) {
    /** Names no file, and when the one was born that is lost. */
    public Fingerprint withoutFile() {
        return new Fingerprint(0, 0, birthNanos);
    }
}
