package org.logbraid.collector.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;

/** A disk whose process is killed at a given step that changes something; a write in progress may have got halfway. */
final class CountingDisk implements Disk {
    private final Disk disk;
    private int stepsLeft;

    CountingDisk(Disk disk, int steps) {
        this.disk = disk;
        this.stepsLeft = steps;
    }

    /** The process is gone. */
    static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void step() {
        if (stepsLeft-- <= 0) {
            throw new Dead();
        }
    }

    @Override
    public @Nullable FileStat stat(Path path) throws IOException {
        return disk.stat(path);
    }

    @Override
    public DiskFile openForReading(Path path) throws IOException {
        return disk.openForReading(path);
    }

    @Override
    public DiskFile openForWriting(Path path) throws IOException {
        step();
        return new Steps(disk.openForWriting(path));
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        step();
        disk.delete(path);
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        disk.createFolders(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step();
        disk.forceFolder(folder);
    }

    @Override
    public long usableBytes(Path folder) throws IOException {
        return disk.usableBytes(folder);
    }

    @Override
    public @Nullable Closeable tryLock(Path path) throws IOException {
        return disk.tryLock(path);
    }

    private final class Steps implements DiskFile {
        private final DiskFile file;

        Steps(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(byte[] into, int offset, int length, long position) throws IOException {
            return file.read(into, offset, length, position);
        }

        @Override
        public void write(byte[] from, int offset, int length, long position) throws IOException {
            if (stepsLeft == 0) {
                file.write(from, offset, length / 2, position);
            }
            step();
            file.write(from, offset, length, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            step();
            file.truncate(sizeBytes);
        }

        @Override
        public void force() throws IOException {
            step();
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
