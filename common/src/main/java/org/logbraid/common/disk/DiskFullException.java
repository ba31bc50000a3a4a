package org.logbraid.common.disk;

import java.io.IOException;
import java.nio.file.Path;

/** There is no room left for a write. Waiting and writing the same bytes again at the same place is right. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    public DiskFullException(Path path, Throwable cause) {
        super("no room left: path=" + path, cause);
    }
}
