package org.logbraid.common.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The names on a disk: as processes see them, and as they would be found after a power cut. Names that were not forced are
 * lost from the newest on, as a file system with an ordered journal of its own loses them.
 */
final class SimulatedNames {
    private final TreeMap<Path, SimulatedInode> seen = new TreeMap<>();
    private TreeMap<Path, SimulatedInode> durable = new TreeMap<>();
    private final List<Change> unforced = new ArrayList<>();

    /** A change of a name: without an inode nothing stands there any more; a rename ends its former name with it. */
    private record Change(
            Path path,
            @Nullable SimulatedInode inode,
            @Nullable Path former) {}

    @Nullable
    SimulatedInode get(Path path) {
        return seen.get(path);
    }

    Collection<Path> paths() {
        return seen.keySet();
    }

    /** Lengths of all files below a folder. */
    long bytesBelow(Path root) {
        long bytes = 0;
        for (Map.Entry<Path, SimulatedInode> entry : seen.entrySet()) {
            bytes += entry.getKey().startsWith(root) ? entry.getValue().size() : 0;
        }
        return bytes;
    }

    List<Path> in(Path folder) {
        List<Path> inside = new ArrayList<>();
        for (Path path : seen.keySet()) {
            if (folder.equals(path.getParent())) {
                inside.add(path);
            }
        }
        return inside;
    }

    void change(Path path, @Nullable SimulatedInode inode) {
        change(new Change(path, inode, null));
    }

    /** Both names change at once, also in a power cut. */
    void rename(Path from, Path to) {
        change(new Change(to, seen.get(from), from));
    }

    private void change(Change change) {
        apply(seen, change);
        unforced.add(change);
    }

    private static void apply(Map<Path, SimulatedInode> to, Change change) {
        to.remove(change.former() == null ? change.path() : change.former());
        if (change.inode() != null) {
            to.put(change.path(), change.inode());
        }
    }

    void force(Path folder) {
        int last = -1;
        for (int i = 0; i < unforced.size(); i++) {
            if (folder.equals(unforced.get(i).path().getParent())) {
                last = i;
            }
        }
        List<Change> now = unforced.subList(0, last + 1);
        now.forEach(change -> apply(durable, change));
        now.clear();
    }

    void losePower(RandomGenerator chance) {
        int kept = chance.nextInt(unforced.size() + 1);
        seen.clear();
        seen.putAll(durable);
        unforced.subList(0, kept).forEach(change -> apply(seen, change));
        durable = new TreeMap<>(seen);
        unforced.clear();
        new HashSet<>(seen.values()).forEach(inode -> inode.losePower(chance));
    }
}
