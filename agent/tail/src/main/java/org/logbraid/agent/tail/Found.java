package org.logbraid.agent.tail;

import java.nio.file.Path;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.frame.Fingerprint;

/**
 * A regular file that stands at a followed path.
 *
 * @param path as found, links not resolved
 * @param bytes of the path
 * @param stat of what the path leads to
 * @param identity of that file
 */
record Found(Path path, PathKey bytes, FileStat stat, Fingerprint identity) {
    static Fingerprint identity(FileStat stat) {
        return new Fingerprint(stat.device(), stat.inode(), stat.birthNanos());
    }
}
