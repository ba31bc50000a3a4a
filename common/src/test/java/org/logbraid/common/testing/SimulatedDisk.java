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
import org.logbraid.common.disk.DiskFullException;
import org.logbraid.common.disk.FileStat;

/**
 * The disk of one simulated machine. What was not forced is lost at a power cut page by page, in any order; names that
 * were not forced are lost from the newest on, as a file system with an ordered journal of its own loses them. A number
 * of a deleted file goes to the next new one at once.
 *
 * <p>Processes reach it through a {@link Mount} each; a killed process loses its locks and open files, and nothing else.
 */
public final class SimulatedDisk {
    private static final long DEVICE = 42;

    private final SimulatedTime time;
    private final TreeMap<Path, SimulatedInode> names = new TreeMap<>();
    private TreeMap<Path, SimulatedInode> durableNames = new TreeMap<>();
    private final List<NameChange> unforced = new ArrayList<>();
    private final Set<Path> folders = new HashSet<>();
    private final Set<Path> locks = new HashSet<>();
    private final Deque<Long> freeNumbers = new ArrayDeque<>();
    private long nextNumber = 1_000;
    private long capacityBytes = Long.MAX_VALUE;

    /** A change of a name: without an inode nothing stands there any more; a rename ends its former name with it. */
    private record NameChange(
            Path path,
            @Nullable SimulatedInode inode,
            @Nullable Path former) {}

    public SimulatedDisk(SimulatedTime time) {
        this.time = time;
    }

    /** How many bytes all files may have together. */
    public void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /** A process's way to the disk. */
    public Mount mount() {
        return new Mount();
    }

    /** The machine loses its power: all processes are gone, and what was not forced may be. */
    public void losePower(RandomGenerator chance) {
        int kept = chance.nextInt(unforced.size() + 1);
        names.clear();
        names.putAll(durableNames);
        unforced.subList(0, kept).forEach(change -> apply(names, change));
        durableNames = new TreeMap<>(names);
        unforced.clear();
        new HashSet<>(names.values()).forEach(inode -> inode.losePower(chance));
        locks.clear();
    }

    /** All bytes of a file, or null when there is none. */
    public byte @Nullable [] bytes(Path path) {
        SimulatedInode inode = names.get(path);
        return inode == null ? null : inode.bytes();
    }

    /** All names, in order. */
    public List<Path> paths() {
        return List.copyOf(names.keySet());
    }

    private static void apply(Map<Path, SimulatedInode> to, NameChange change) {
        to.remove(change.former() == null ? change.path() : change.former());
        if (change.inode() != null) {
            to.put(change.path(), change.inode());
        }
    }

    private void change(NameChange change) {
        apply(names, change);
        unforced.add(change);
    }

    private SimulatedInode create(Path path) {
        Long reused = freeNumbers.poll();
        var inode = new SimulatedInode(reused != null ? reused : nextNumber++, time.trueNanos());
        inode.links = 1;
        change(new NameChange(path, inode, null));
        return inode;
    }

    private void unlink(@Nullable SimulatedInode inode) {
        if (inode != null && --inode.links == 0) {
            freeNumbers.push(inode.number);
        }
    }

    private long usedBytes() {
        return names.values().stream().mapToLong(SimulatedInode::size).sum();
    }

    /** One process's way to the disk; dead after {@link #kill}. */
    public final class Mount implements Disk {
        private final Set<Path> held = new HashSet<>();
        private boolean dead;

        /** The process is gone. */
        public void kill() {
            dead = true;
            locks.removeAll(held);
        }

        private void alive() {
            if (dead) {
                throw new IllegalStateException("a killed process touched its disk");
            }
        }

        @Override
        public @Nullable FileStat stat(Path path) {
            alive();
            SimulatedInode inode = names.get(path);
            if (inode != null) {
                return new FileStat(FileStat.Kind.REGULAR, DEVICE, inode.number, inode.birthNanos, inode.size());
            }
            return folders.contains(path) ? new FileStat(FileStat.Kind.FOLDER, DEVICE, 2, 1, 4096) : null;
        }

        @Override
        public DiskFile openForReading(Path path) throws IOException {
            alive();
            SimulatedInode inode = names.get(path);
            if (inode == null) {
                throw new NoSuchFileException(path.toString());
            }
            return new OpenFile(path, inode, false);
        }

        @Override
        public DiskFile openForWriting(Path path) throws IOException {
            alive();
            if (folders.contains(path)) {
                throw new AccessDeniedException(path.toString());
            }
            SimulatedInode inode = names.get(path);
            return new OpenFile(path, inode == null ? create(path) : inode, true);
        }

        @Override
        public List<Path> list(Path folder) {
            alive();
            List<Path> inside = new ArrayList<>();
            names.keySet().stream()
                    .filter(path -> folder.equals(path.getParent()))
                    .forEach(inside::add);
            folders.stream()
                    .filter(path -> folder.equals(path.getParent()))
                    .sorted()
                    .forEach(inside::add);
            return inside;
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            alive();
            SimulatedInode inode = names.get(from);
            if (inode == null) {
                throw new NoSuchFileException(from.toString());
            }
            unlink(names.get(to));
            change(new NameChange(to, inode, from));
        }

        @Override
        public void delete(Path path) {
            alive();
            SimulatedInode inode = names.get(path);
            if (inode != null) {
                change(new NameChange(path, null, null));
                unlink(inode);
            }
        }

        @Override
        public void createFolders(Path folder) {
            alive();
            for (Path path = folder; path != null; path = path.getParent()) {
                folders.add(path);
            }
        }

        @Override
        public void forceFolder(Path folder) {
            alive();
            int last = -1;
            for (int i = 0; i < unforced.size(); i++) {
                if (folder.equals(unforced.get(i).path().getParent())) {
                    last = i;
                }
            }
            List<NameChange> now = unforced.subList(0, last + 1);
            now.forEach(change -> apply(durableNames, change));
            now.clear();
        }

        @Override
        public long usableBytes(Path folder) {
            alive();
            return Math.max(0, capacityBytes - usedBytes());
        }

        @Override
        public @Nullable Closeable tryLock(Path path) {
            alive();
            if (!locks.add(path)) {
                return null;
            }
            held.add(path);
            if (!names.containsKey(path)) {
                create(path);
            }
            return () -> {
                held.remove(path);
                locks.remove(path);
            };
        }

        /** An open file of this process. */
        private final class OpenFile implements DiskFile {
            private final Path path;
            private final SimulatedInode inode;
            private final boolean writable;

            OpenFile(Path path, SimulatedInode inode, boolean writable) {
                this.path = path;
                this.inode = inode;
                this.writable = writable;
            }

            @Override
            public int read(byte[] into, int offset, int length, long position) {
                alive();
                return inode.read(into, offset, length, position);
            }

            @Override
            public void write(byte[] from, int offset, int length, long position) throws IOException {
                alive();
                if (!writable) {
                    throw new AccessDeniedException(path.toString());
                }
                if (position + length > inode.size()
                        && usedBytes() + position + length - inode.size() > capacityBytes) {
                    throw new DiskFullException(path, new IOException("No space left on device"));
                }
                inode.write(from, offset, length, position);
            }

            @Override
            public long size() {
                alive();
                return inode.size();
            }

            @Override
            public void truncate(long sizeBytes) {
                alive();
                inode.truncate(Math.toIntExact(sizeBytes));
            }

            @Override
            public void force() {
                alive();
                inode.force();
            }

            @Override
            public void close() {
                // nothing is kept by an open file here
            }
        }
    }
}
