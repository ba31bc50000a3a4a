package org.logbraid.common.testing;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.DiskFullException;

/** An open file of a simulated process. */
final class SimulatedFile implements DiskFile {
    private final SimulatedDisk.Mount mount;
    private final Path path;
    private final SimulatedInode inode;
    private final boolean writable;

    SimulatedFile(SimulatedDisk.Mount mount, Path path, SimulatedInode inode, boolean writable) {
        this.mount = mount;
        this.path = path;
        this.inode = inode;
        this.writable = writable;
    }

    boolean isOf(@Nullable SimulatedInode other) {
        return inode == other;
    }

    @Override
    public int read(byte[] into, int offset, int length, long position) throws IOException {
        mount.begin(DiskTrouble.Operation.READ, path);
        return inode.read(into, offset, length, position);
    }

    @Override
    public void write(byte[] from, int offset, int length, long position) throws IOException {
        if (!writable) {
            throw new AccessDeniedException(path.toString());
        }
        boolean wasDead = mount.isDead();
        try {
            mount.begin(DiskTrouble.Operation.WRITE, path);
        } catch (Crash | IOException e) {
            if (!wasDead) {
                inode.write(from, offset, length / 2, position); // what is cut short has written a part
            }
            throw e;
        }
        long growth = position + length - inode.size();
        if (growth > 0) {
            long room = mount.roomFor(path);
            if (growth > room) {
                inode.write(from, offset, (int) Math.max(0, length - growth + room), position);
                throw new DiskFullException(path, new IOException("No space left on device"));
            }
        }
        inode.write(from, offset, length, position);
    }

    @Override
    public long size() throws IOException {
        mount.begin(DiskTrouble.Operation.LOOK, path);
        return inode.size();
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        mount.begin(DiskTrouble.Operation.WRITE, path);
        inode.truncate(Math.toIntExact(sizeBytes));
    }

    @Override
    public void force() throws IOException {
        try {
            mount.begin(DiskTrouble.Operation.FORCE, path);
        } catch (IOException e) {
            inode.dropUnforced();
            throw e;
        }
        inode.force();
    }

    @Override
    public void close() {
        mount.closed(this);
    }
}
