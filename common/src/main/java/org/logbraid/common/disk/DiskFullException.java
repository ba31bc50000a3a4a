package org.logbraid.common.disk;

import java.io.IOException;
import java.nio.file.Path;

/** There is no room left for a write. Waiting and writing the same bytes again at the same place is right. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Path path;

    public DiskFullException(Path path, Throwable cause) {
        super("no room left: path=" + path, cause);
        this.path = path;
    }

    /** The file that was written to. */
    public Path path() {
        return path;
    }

    /**
     * What a failed write or sync means: a full disk has no exception of its own in Java, only the words of the C library,
     * and an open file's exceptions do not say which file it was.
     */
    public static IOException named(Path path, IOException e) {
        if (isFull(e)) {
            return new DiskFullException(path, e);
        }
        return e.getClass() == IOException.class ? new IOException(e.getMessage() + ": path=" + path, e) : e;
    }

    /** Whether a write failed for want of room. */
    public static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }
}
