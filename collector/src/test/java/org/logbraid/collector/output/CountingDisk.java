package org.logbraid.collector.output;

import java.io.IOException;
import java.nio.file.Path;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.testing.ForwardingDisk;
import org.logbraid.common.testing.ForwardingFile;

/** A disk whose process is killed at a given step that changes something; a write in progress may have got halfway. */
final class CountingDisk extends ForwardingDisk {
    private int stepsLeft;

    CountingDisk(Disk disk, int steps) {
        super(disk);
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
    public DiskFile openForWriting(Path path) throws IOException {
        step();
        return new Steps(super.openForWriting(path));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        super.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        step();
        super.delete(path);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step();
        super.forceFolder(folder);
    }

    private final class Steps extends ForwardingFile {
        Steps(DiskFile file) {
            super(file);
        }

        @Override
        public void write(byte[] from, int offset, int length, long position) throws IOException {
            if (stepsLeft == 0) {
                super.write(from, offset, length / 2, position);
            }
            step();
            super.write(from, offset, length, position);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            step();
            super.truncate(sizeBytes);
        }

        @Override
        public void force() throws IOException {
            step();
            super.force();
        }
    }
}
