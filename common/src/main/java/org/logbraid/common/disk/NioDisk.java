package org.logbraid.common.disk;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The file systems of this machine, through {@code java.nio}. Safe for all threads; the files it opens are not. */
public final class NioDisk implements Disk {
    /**
     * File systems that keep a true time of birth. Elsewhere Java answers with the modification time, which would make
     * another file of one that has grown.
     */
    private static final Set<String> KEEP_BIRTH =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "f2fs", "zfs", "bcachefs");

    private static final String STAT = "unix:dev,ino,size,creationTime,isRegularFile,isDirectory";

    /** Closing any descriptor of a file lets go of the locks on it, so a second try must not even open it. */
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private final Map<Long, Boolean> keepsBirth = new ConcurrentHashMap<>();

    @Override
    public @Nullable FileStat stat(Path path) throws IOException {
        Map<String, Object> all;
        try {
            all = Files.readAttributes(path, STAT);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            if (leadsNowhere(e)) {
                return null;
            }
            throw e;
        }
        long device = ((Number) value(all, "dev")).longValue();
        FileStat.Kind kind = (Boolean) value(all, "isRegularFile")
                ? FileStat.Kind.REGULAR
                : (Boolean) value(all, "isDirectory") ? FileStat.Kind.FOLDER : FileStat.Kind.OTHER;
        long birthNanos = kind == FileStat.Kind.REGULAR && keepsBirth(device, path)
                ? ((FileTime) value(all, "creationTime")).to(TimeUnit.NANOSECONDS)
                : 0;
        return new FileStat(
                kind,
                device,
                ((Number) value(all, "ino")).longValue(),
                birthNanos,
                ((Number) value(all, "size")).longValue());
    }

    private static Object value(Map<String, Object> attributes, String name) {
        return requireNonNull(attributes.get(name), name);
    }

    /** A file where a folder should be, or links in a circle. */
    private static boolean leadsNowhere(FileSystemException e) {
        String reason = String.valueOf(e.getReason());
        return reason.contains("Not a directory") || reason.contains("Too many levels of symbolic links");
    }

    private boolean keepsBirth(long device, Path path) {
        Boolean known = keepsBirth.get(device);
        if (known == null) {
            try {
                known = KEEP_BIRTH.contains(Files.getFileStore(path).type());
            } catch (IOException | SecurityException e) {
                return false; // gone meanwhile, or a mount that is not listed: asked again with the next file
            }
            keepsBirth.put(device, known);
        }
        return known;
    }

    @Override
    public DiskFile openForReading(Path path) throws IOException {
        FileStat found = stat(path);
        if (found == null) {
            throw new NoSuchFileException(path.toString());
        }
        requireRegular(path, found.kind() == FileStat.Kind.REGULAR);
        return new NioDiskFile(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    /** A FIFO would block the opener, and a device never ends. */
    private static void requireRegular(Path path, boolean regular) throws FileSystemException {
        if (!regular) {
            throw new FileSystemException(path.toString(), null, "not a regular file");
        }
    }

    @Override
    public DiskFile openForWriting(Path path) throws IOException {
        return new NioDiskFile(path, writable(path));
    }

    private static FileChannel writable(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            requireRegular(path, Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
        }
        try {
            return FileChannel.open(
                    path,
                    Set.of(
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        } catch (IOException e) {
            throw DiskFullException.named(path, e);
        }
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(names::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw requireNonNull(e.getCause());
        }
        return names;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) { // a link to a folder is one
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw DiskFullException.named(folder, e);
            }
        }
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes(Path folder) {
        return folder.toFile().getUsableSpace();
    }

    @Override
    public @Nullable Closeable tryLock(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Path key = (folder == null ? path : folder.toRealPath().resolve(path.getFileName())).normalize();
        if (!LOCKED.add(key)) {
            return null;
        }
        boolean taken = false;
        try {
            FileChannel channel = writable(path);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                // another part of this process has it through a name of its own
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            taken = lock != null;
            return taken ? new Held(key, channel) : null;
        } finally {
            if (!taken) {
                LOCKED.remove(key);
            }
        }
    }

    private static final class Held implements Closeable {
        private final Path key;
        private final FileChannel channel;

        Held(Path key, FileChannel channel) {
            this.key = key;
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.close();
                LOCKED.remove(key);
            }
        }
    }
}
