package org.logbraid.collector.join;

import java.io.IOException;
import java.nio.file.Path;
import org.logbraid.collector.output.EndedFiles;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what was fetched in the place of what a data folder held. Each step may be repeated: a start that finds the mark of an
 * unfinished one goes on with it. Stateless.
 *
 * <p>Used by the thread that wires, while no stage is open.
 */
public final class JoinFolder {
    /** Where the journal that was fetched lies until it is in its place. */
    static final String JOURNAL = "joined.journal";

    static final String SNAPSHOT = "joined.snapshot";
    static final String HISTORY = "joined.outputs";

    private static final Logger LOG = LoggerFactory.getLogger(JoinFolder.class);

    /** Everything was fetched; what was there before goes. */
    private static final String MARK = "joining";

    /** What was there before is gone; what was fetched takes its place. */
    private static final String MOVING = "joining.moving";

    private JoinFolder() {}

    /** Deletes what an unfinished fetch has left. */
    static void clear(Disk disk, Path data, Path outFolder) throws IOException {
        FetchedPlaces.clear(disk, data, outFolder);
        for (Path path : disk.list(data)) {
            if (path.getFileName().toString().startsWith(SNAPSHOT)) {
                disk.delete(path);
            }
        }
        disk.delete(data.resolve(HISTORY));
        for (Path path : disk.list(data.resolve(JOURNAL))) {
            disk.delete(path);
        }
    }

    /** Where a snapshot is put until it is in its place. */
    static Path snapshot(Path data, long index) {
        return data.resolve(String.format("%s.%012d", SNAPSHOT, index));
    }

    /** Everything was fetched and is durable: from here on there is no way back. */
    static void mark(Disk disk, Path data) throws IOException {
        try (DiskFile mark = disk.openForWriting(data.resolve(MARK))) {
            mark.force();
        }
        disk.forceFolder(data);
    }

    /**
     * Finishes what was marked; when nothing was, clears away what a fetch has left that did not come to its end.
     *
     * @param journal folder of the journal
     * @param outFolder folder of the outputs
     * @return whether there was something
     */
    public static boolean finish(Disk disk, Path data, Path journal, Path outFolder) throws IOException {
        boolean marked = disk.stat(data.resolve(MARK)) != null;
        if (marked || disk.stat(data.resolve(MOVING)) != null) {
            disk.forceFolder(data); // who wrote the mark may have been killed before it was durable
        }
        if (marked) {
            for (Path path : disk.list(journal)) {
                disk.delete(path);
            }
            disk.createFolders(journal);
            disk.forceFolder(journal); // nothing of it comes back among what is moved there
            for (Path path : disk.list(data)) {
                if (path.getFileName().toString().matches("snapshot\\.\\d+")) {
                    disk.delete(path);
                }
            }
            disk.rename(data.resolve(MARK), data.resolve(MOVING));
            disk.forceFolder(data);
        }
        if (disk.stat(data.resolve(MOVING)) == null) {
            clear(disk, data, outFolder);
            return false;
        }
        FetchedPlaces.finish(disk, data, outFolder.toAbsolutePath().normalize());
        for (Path path : disk.list(data.resolve(JOURNAL))) {
            disk.rename(path, journal.resolve(path.getFileName()));
        }
        disk.forceFolder(journal);
        disk.delete(data.resolve(JOURNAL));
        if (disk.stat(data.resolve(HISTORY)) != null) {
            disk.rename(data.resolve(HISTORY), data.resolve("outputs"));
        }
        for (Path path : disk.list(data)) {
            String name = path.getFileName().toString();
            if (name.startsWith(SNAPSHOT)) {
                disk.rename(path, data.resolve("snapshot" + name.substring(SNAPSHOT.length())));
            }
        }
        disk.forceFolder(data);
        disk.delete(data.resolve(MOVING));
        disk.forceFolder(data);
        LOG.info("what was fetched from the group is in its place: data={}", data);
        int missing =
                EndedFiles.missing(disk, outFolder, EndedFiles.of(disk, data)).size();
        if (missing > 0) {
            LOG.info("files that had ended before are not here, 'logbraid quorum fetch' gets them: count={}", missing);
        }
        return true;
    }
}
