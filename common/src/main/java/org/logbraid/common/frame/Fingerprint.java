package org.logbraid.common.frame;

/**
 * What a generation's file is known by when it is opened.
 *
 * @param device number of the file system
 * @param inode number of the file
 * @param birthNanos creation in nanoseconds since the epoch, 0 where unknown
 */
public record Fingerprint(long device, long inode, long birthNanos) {}
