package org.logbraid.common.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** An open file of this machine. Belongs to one thread at a time. */
final class NioDiskFile implements DiskFile {
    private static final int BUFFER_BYTES = 256 * 1024;

    /** Between the heap and the kernel; one for each thread, so that thousands of open files need no memory. */
    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

    private final Path path;
    private final FileChannel channel;

    NioDiskFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public int read(byte[] into, int offset, int length, long position) throws IOException {
        ByteBuffer buffer = BUFFER.get();
        int done = 0;
        while (done < length) {
            buffer.clear().limit(Math.min(BUFFER_BYTES, length - done));
            int read = channel.read(buffer, position + done);
            if (read <= 0) {
                break;
            }
            buffer.flip().get(into, offset + done, read);
            done += read;
        }
        return done;
    }

    @Override
    public void write(byte[] from, int offset, int length, long position) throws IOException {
        ByteBuffer buffer = BUFFER.get();
        int done = 0;
        while (done < length) {
            int part = Math.min(BUFFER_BYTES, length - done);
            buffer.clear().put(from, offset + done, part).flip();
            long at = position + done;
            try {
                while (buffer.hasRemaining()) {
                    at += channel.write(buffer, at);
                }
            } catch (IOException e) {
                throw DiskFullException.named(path, e);
            }
            done += part;
        }
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        channel.truncate(sizeBytes);
    }

    @Override
    public void force() throws IOException {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw DiskFullException.named(path, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
