package org.logbraid.agent;

import java.io.IOException;
import java.nio.file.Path;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.testing.ForwardingDisk;
import org.logbraid.common.testing.ForwardingFile;

/** A disk that refuses every change behind a number of them, as if the process were gone. */
final class FailingDisk extends ForwardingDisk {
    private int left;

    FailingDisk(Disk behind, int changes) {
        super(behind);
        left = changes;
    }

    private void change() throws IOException {
        if (left-- <= 0) {
            throw new IOException("the process is gone");
        }
    }

    @Override
    public DiskFile openForWriting(Path path) throws IOException {
        change();
        return new ForwardingFile(super.openForWriting(path)) {
            @Override
            public void write(byte[] from, int offset, int length, long position) throws IOException {
                change();
                super.write(from, offset, length, position);
            }

            @Override
            public void truncate(long sizeBytes) throws IOException {
                change();
                super.truncate(sizeBytes);
            }

            @Override
            public void force() throws IOException {
                change();
                super.force();
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change();
        super.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        change();
        super.delete(path);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        change();
        super.forceFolder(folder);
    }
}
