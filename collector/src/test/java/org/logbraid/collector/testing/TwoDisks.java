package org.logbraid.collector.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;

/** Two disks as a process sees them: one at a folder, the other everywhere else. */
final class TwoDisks implements Disk {
    private final Path folder;
    private final Disk there;
    private final Disk elsewhere;

    TwoDisks(Path folder, Disk there, Disk elsewhere) {
        this.folder = folder;
        this.there = there;
        this.elsewhere = elsewhere;
    }

    private Disk of(Path path) {
        return path.startsWith(folder) ? there : elsewhere;
    }

    @Override
    public @Nullable FileStat stat(Path path) throws IOException {
        return of(path).stat(path);
    }

    @Override
    public DiskFile openForReading(Path path) throws IOException {
        return of(path).openForReading(path);
    }

    @Override
    public DiskFile openForWriting(Path path) throws IOException {
        return of(path).openForWriting(path);
    }

    @Override
    public List<Path> list(Path path) throws IOException {
        return of(path).list(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        of(from).rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        of(path).delete(path);
    }

    @Override
    public void createFolders(Path path) throws IOException {
        of(path).createFolders(path);
    }

    @Override
    public void forceFolder(Path path) throws IOException {
        of(path).forceFolder(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return of(path).usableBytes(path);
    }

    @Override
    public @Nullable Closeable tryLock(Path path) throws IOException {
        return of(path).tryLock(path);
    }
}
