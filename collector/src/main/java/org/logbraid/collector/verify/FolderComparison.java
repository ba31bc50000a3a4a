package org.logbraid.collector.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;

/**
 * Compares the files of the same name in two folders, as far as both have them: a collector may be a little ahead.
 *
 * <p>Not thread-safe.
 */
public final class FolderComparison {
    private static final int PIECE_BYTES = 256 * 1024;

    private final Disk disk;
    private final List<String> notes = new ArrayList<>();
    private long bytes;
    private int compared;

    public FolderComparison(Disk disk) {
        this.disk = disk;
    }

    /** Compares; names the first difference. */
    public Verification compare(Path one, Path other) throws IOException {
        Verification.Difference found = folders(one, other);
        if (found == null && compared == 0) {
            found = new Verification.Difference(one, -1, "no file stands in both folders: " + one + " and " + other);
        }
        return new Verification(0, bytes, notes, found);
    }

    private Verification.@Nullable Difference folders(Path one, Path other) throws IOException {
        for (Path left : new TreeSet<>(disk.list(one))) {
            Path right = other.resolve(left.getFileName());
            FileStat here = disk.stat(left);
            FileStat there = disk.stat(right);
            Verification.Difference found = null;
            if (here == null || there == null) {
                notes.add("only in one folder: " + left);
            } else if (here.kind() == FileStat.Kind.FOLDER && there.kind() == FileStat.Kind.FOLDER) {
                found = folders(left, right);
            } else if (here.kind() == FileStat.Kind.REGULAR && there.kind() == FileStat.Kind.REGULAR) {
                found = files(left, right);
            }
            if (found != null) {
                return found;
            }
        }
        for (Path right : new TreeSet<>(disk.list(other))) {
            if (disk.stat(one.resolve(right.getFileName())) == null) {
                notes.add("only in one folder: " + right);
            }
        }
        return null;
    }

    private Verification.@Nullable Difference files(Path one, Path other) throws IOException {
        compared++;
        try (DiskFile left = disk.openForReading(one);
                DiskFile right = disk.openForReading(other)) {
            long shorter = Math.min(left.size(), right.size());
            boolean ended = one.getFileName().toString().matches(".*\\.\\d{12,19}");
            if (ended && left.size() != right.size()) {
                return new Verification.Difference(
                        one, shorter, "an ended file is " + left.size() + " bytes long, " + other + " " + right.size());
            }
            byte[] here = new byte[PIECE_BYTES];
            byte[] there = new byte[PIECE_BYTES];
            long at = 0;
            while (at < shorter) {
                int want = (int) Math.min(PIECE_BYTES, shorter - at);
                int count = Math.min(left.read(here, 0, want, at), right.read(there, 0, want, at));
                if (count == 0) {
                    return new Verification.Difference(one, at, "became shorter while it was compared, or " + other);
                }
                int differs = Arrays.mismatch(here, 0, count, there, 0, count);
                if (differs >= 0) {
                    return new Verification.Difference(one, at + differs, "other bytes than in " + other);
                }
                at += count;
                bytes += count;
            }
            return null;
        }
    }
}
