package org.logbraid.common.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;

/**
 * The disk of one simulated machine. What was not forced is lost at a power cut page by page, in any order. A
 * number of a deleted file goes to the next new one at once. Volumes of it may fill up.
 *
 * <p>Processes reach it through a {@link Mount} each; a killed process loses its locks and open files, and nothing else.
 */
public final class SimulatedDisk {
    private static final long DEVICE = 42;

    private final SimulatedTime time;
    private final SimulatedNames names = new SimulatedNames();
    private final Set<Path> folders = new HashSet<>();
    private final Set<Path> locks = new HashSet<>();
    private final Deque<Long> freeNumbers = new ArrayDeque<>();
    private final Map<Path, Long> capacities = new TreeMap<>();
    private long nextNumber = 1_000;
    private long lastBirthNanos;

    public SimulatedDisk(SimulatedTime time) {
        this.time = time;
    }

    /** From now on there is room for so many bytes more below a folder, which is a volume of its own. */
    public void room(Path root, long bytes) {
        capacities.put(root, names.bytesBelow(root) + bytes);
    }

    /** The files of the whole disk have room for so many bytes in all. */
    public void capacity(long bytes) {
        capacities.put(Path.of("/"), bytes);
    }

    /** There is room for everything again. */
    public void roomEverywhere() {
        capacities.clear();
    }

    /** A process's way to the disk. */
    public Mount mount() {
        return new Mount(new Fuse(), DiskTrouble.NONE);
    }

    /** The way to the disk of a process that may be killed by a fuse, and get into trouble with its disk. */
    public Mount mount(Fuse fuse, DiskTrouble trouble) {
        return new Mount(fuse, trouble);
    }

    /** The machine loses its power: all processes are gone, and what was not forced may be. */
    public void losePower(RandomGenerator chance) {
        names.losePower(chance);
        locks.clear();
    }

    /** All bytes of a file, or null when there is none. */
    public byte @Nullable [] bytes(Path path) {
        SimulatedInode inode = names.get(path);
        return inode == null ? null : inode.bytes();
    }

    /** Length of a file, 0 when there is none. */
    public int length(Path path) {
        SimulatedInode inode = names.get(path);
        return inode == null ? 0 : inode.size();
    }

    /** All names, in order. */
    public List<Path> paths() {
        return List.copyOf(names.paths());
    }

    private SimulatedInode create(Path path) {
        Long reused = freeNumbers.poll();
        lastBirthNanos = Math.max(lastBirthNanos + 1, time.trueNanos()); // no two files are of one age
        var inode = new SimulatedInode(reused != null ? reused : nextNumber++, lastBirthNanos);
        inode.links = 1;
        names.change(path, inode);
        return inode;
    }

    private void unlink(@Nullable SimulatedInode inode) {
        if (inode != null && --inode.links == 0) {
            freeNumbers.push(inode.number);
        }
    }

    private long roomFor(Path path) {
        for (Map.Entry<Path, Long> capacity : capacities.entrySet()) {
            if (path.startsWith(capacity.getKey())) {
                return Math.max(0, capacity.getValue() - names.bytesBelow(capacity.getKey()));
            }
        }
        return Long.MAX_VALUE;
    }

    /** One process's way to the disk; dead after {@link #kill}. */
    public final class Mount implements Disk {
        private final Fuse fuse;
        private final DiskTrouble trouble;
        private final Set<Path> held = new HashSet<>();
        private final List<SimulatedFile> reading = new ArrayList<>();
        private boolean spared;

        private Mount(Fuse fuse, DiskTrouble trouble) {
            this.fuse = fuse;
            this.trouble = trouble;
        }

        /** The process is gone. */
        public void kill() {
            fuse.blow();
            locks.removeAll(held);
        }

        /** While an oracle looks through the eyes of the process, nothing befalls it. */
        public void spare(boolean now) {
            spared = now;
        }

        /** Whether the process, having looked at a file, could read on in it if its name were gone. */
        public boolean isReading(Path path) {
            SimulatedInode inode = names.get(path);
            return inode != null
                    && !fuse.isBlown()
                    && inode.isKnownTo(this)
                    && reading.stream().anyMatch(file -> file.isOf(inode));
        }

        /** How long the process knows a file to be, by a look that was not its last; 0 when it is dead. */
        public int knownLength(Path path) {
            SimulatedInode inode = names.get(path);
            return inode == null || fuse.isBlown() ? 0 : inode.toldBefore(this);
        }

        void begin(DiskTrouble.Operation operation, Path path) throws IOException {
            if (!spared) {
                fuse.burn();
                trouble.before(operation, path);
            }
        }

        boolean isDead() {
            return fuse.isBlown();
        }

        long roomFor(Path path) {
            return SimulatedDisk.this.roomFor(path);
        }

        void closed(SimulatedFile file) {
            reading.remove(file);
        }

        @Override
        public @Nullable FileStat stat(Path path) throws IOException {
            begin(DiskTrouble.Operation.LOOK, path);
            SimulatedInode inode = names.get(path);
            if (inode != null) {
                inode.tell(this, time.trueNanos());
                return new FileStat(FileStat.Kind.REGULAR, DEVICE, inode.number, inode.birthNanos, inode.size());
            }
            return folders.contains(path) ? new FileStat(FileStat.Kind.FOLDER, DEVICE, 2, 1, 4096) : null;
        }

        @Override
        public DiskFile openForReading(Path path) throws IOException {
            begin(DiskTrouble.Operation.LOOK, path);
            SimulatedInode inode = names.get(path);
            if (inode == null) {
                throw new NoSuchFileException(path.toString());
            }
            var file = new SimulatedFile(this, path, inode, false);
            reading.add(file);
            return file;
        }

        @Override
        public DiskFile openForWriting(Path path) throws IOException {
            begin(DiskTrouble.Operation.NAME, path);
            if (folders.contains(path)) {
                throw new AccessDeniedException(path.toString());
            }
            SimulatedInode inode = names.get(path);
            return new SimulatedFile(this, path, inode == null ? create(path) : inode, true);
        }

        @Override
        public List<Path> list(Path folder) throws IOException {
            begin(DiskTrouble.Operation.LOOK, folder);
            List<Path> inside = names.in(folder);
            folders.stream()
                    .filter(path -> folder.equals(path.getParent()))
                    .sorted()
                    .forEach(inside::add);
            return inside;
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            begin(DiskTrouble.Operation.NAME, from);
            SimulatedInode inode = names.get(from);
            if (inode == null) {
                throw new NoSuchFileException(from.toString());
            }
            unlink(names.get(to));
            names.rename(from, to);
        }

        @Override
        public void delete(Path path) throws IOException {
            begin(DiskTrouble.Operation.NAME, path);
            remove(path);
        }

        private void remove(Path path) {
            SimulatedInode inode = names.get(path);
            if (inode != null) {
                names.change(path, null);
                unlink(inode);
            }
        }

        @Override
        public void createFolders(Path folder) throws IOException {
            begin(DiskTrouble.Operation.NAME, folder);
            for (Path path = folder; path != null; path = path.getParent()) {
                folders.add(path);
            }
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            begin(DiskTrouble.Operation.FORCE, folder);
            names.force(folder);
        }

        @Override
        public long usableBytes(Path folder) throws IOException {
            begin(DiskTrouble.Operation.LOOK, folder);
            return SimulatedDisk.this.roomFor(folder);
        }

        @Override
        public @Nullable Closeable tryLock(Path path) throws IOException {
            begin(DiskTrouble.Operation.NAME, path);
            if (!locks.add(path)) {
                return null;
            }
            held.add(path);
            if (names.get(path) == null) {
                create(path);
            }
            return () -> {
                held.remove(path);
                locks.remove(path);
            };
        }
    }
}
