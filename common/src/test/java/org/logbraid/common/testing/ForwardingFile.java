package org.logbraid.common.testing;

import java.io.IOException;
import org.logbraid.common.disk.DiskFile;

/** Another file, as it is: for stand-ins that meddle with some of its operations. */
public class ForwardingFile implements DiskFile {
    private final DiskFile behind;

    public ForwardingFile(DiskFile behind) {
        this.behind = behind;
    }

    @Override
    public int read(byte[] into, int offset, int length, long position) throws IOException {
        return behind.read(into, offset, length, position);
    }

    @Override
    public void write(byte[] from, int offset, int length, long position) throws IOException {
        behind.write(from, offset, length, position);
    }

    @Override
    public long size() throws IOException {
        return behind.size();
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        behind.truncate(sizeBytes);
    }

    @Override
    public void force() throws IOException {
        behind.force();
    }

    @Override
    public void close() throws IOException {
        behind.close();
    }
}
