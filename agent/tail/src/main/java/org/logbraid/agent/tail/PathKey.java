package org.logbraid.agent.tail;

import java.util.Arrays;
import org.logbraid.common.disk.PathBytes;

/**
 * The bytes of an absolute path, ordered as unsigned bytes. Immutable: nobody writes to the array.
 *
 * @param bytes of the path
 */
record PathKey(byte[] bytes) implements Comparable<PathKey> {
    @Override
    public int compareTo(PathKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /** Whether it leads through a folder. */
    boolean isWithin(PathKey folder) {
        int length = folder.bytes.length;
        return bytes.length > length
                && Arrays.equals(bytes, 0, length, folder.bytes, 0, length)
                && (bytes[length] == '/' || bytes[length - 1] == '/');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people. */
    @Override
    public String toString() {
        return PathBytes.toText(bytes);
    }
}
