package org.logbraid.common.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file system, as far as logbraid needs it. The simulated one forgets at a crash whatever was not forced, the names
 * of files included.
 *
 * <p>Safe for all threads; the files it opens are not.
 */
public interface Disk {
    /** Follows links. Null when nothing stands there (a dangling link included). */
    @Nullable
    FileStat stat(Path path) throws IOException;

    /**
     * Opens a file for reading.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws java.nio.file.AccessDeniedException when it must not be read
     */
    DiskFile openForReading(Path path) throws IOException;

    /** Opens a file for reading and writing, makes it (mode 0640) when there is none; never through a link (X6). */
    DiskFile openForWriting(Path path) throws IOException;

    /** What stands in a folder, each as the folder with a name behind it, in no order; empty when there is no such folder. */
    List<Path> list(Path folder) throws IOException;

    /** Renames, replacing what stands there, in one step. Durable after {@link #forceFolder}. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file when it is there. */
    void delete(Path path) throws IOException;

    /** Makes a folder and those above it. */
    void createFolders(Path folder) throws IOException;

    /** Makes the names in a folder durable. */
    void forceFolder(Path folder) throws IOException;

    /** Room left for this user, in bytes. */
    long usableBytes(Path folder) throws IOException;

    /**
     * Takes an exclusive lock on a file for as long as the answer is open; null when another process, or another part
     * of this one, holds it. The lock ends with the process.
     */
    @Nullable
    Closeable tryLock(Path path) throws IOException;
}
