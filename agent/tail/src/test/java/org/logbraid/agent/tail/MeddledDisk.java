package org.logbraid.agent.tail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.testing.ForwardingDisk;

/**
 * A disk with somebody else at work on it: takes permissions away as the modes of files and folders do, for a test may
 * run as a user whom no mode binds; and does something right behind a look into a folder.
 */
final class MeddledDisk extends ForwardingDisk {
    private final Set<Path> closedFiles = new HashSet<>();
    private final Set<Path> closedFolders = new HashSet<>();
    private Runnable behindList = () -> {};
    int refusals;

    MeddledDisk(Disk behind) {
        super(behind);
    }

    /** Nobody may open a file from now on. */
    void closeFile(Path file) {
        closedFiles.add(file);
    }

    /** Nobody may list a folder, or reach anything in it, from now on. */
    void closeFolder(Path folder) {
        closedFolders.add(folder);
    }

    void allowAll() {
        closedFiles.clear();
        closedFolders.clear();
    }

    void behindNextList(Runnable action) {
        behindList = action;
    }

    private void refuseWithin(@Nullable Path folder) throws IOException {
        for (Path one = folder; one != null; one = one.getParent()) {
            if (closedFolders.contains(one)) {
                refusals++;
                throw new AccessDeniedException(one.toString());
            }
        }
    }

    @Override
    public @Nullable FileStat stat(Path path) throws IOException {
        refuseWithin(path.getParent());
        return super.stat(path);
    }

    @Override
    public DiskFile openForReading(Path path) throws IOException {
        refuseWithin(path.getParent());
        if (closedFiles.contains(path)) {
            refusals++;
            throw new AccessDeniedException(path.toString());
        }
        return super.openForReading(path);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        refuseWithin(folder);
        try {
            return super.list(folder);
        } finally {
            Runnable action = behindList;
            behindList = () -> {};
            action.run();
        }
    }
}
