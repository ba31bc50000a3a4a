package org.logbraid.common.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;

/** Another disk, as it is: for stand-ins that meddle with some of its operations. */
public class ForwardingDisk implements Disk {
    private final Disk behind;

    public ForwardingDisk(Disk behind) {
        this.behind = behind;
    }

    @Override
    public @Nullable FileStat stat(Path path) throws IOException {
        return behind.stat(path);
    }

    @Override
    public DiskFile openForReading(Path path) throws IOException {
        return behind.openForReading(path);
    }

    @Override
    public DiskFile openForWriting(Path path) throws IOException {
        return behind.openForWriting(path);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return behind.list(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        behind.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        behind.delete(path);
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        behind.createFolders(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        behind.forceFolder(folder);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return behind.usableBytes(folder);
    }

    @Override
    public @Nullable Closeable tryLock(Path path) throws IOException {
        return behind.tryLock(path);
    }
}
