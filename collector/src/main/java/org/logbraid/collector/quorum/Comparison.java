package org.logbraid.collector.quorum;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.logbraid.collector.peers.PeerMessage.Checked;
import org.logbraid.collector.peers.PeerMessage.CheckedOutput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what CHECK entries make the members note. A difference means that one of them is damaged: it is an error in the log
 * once, and stays in the status for as long as the process lives.
 *
 * <p>{@link #difference} and {@link #agreedIndex} are safe for all threads, the rest belongs to {@code collector-quorum}.
 */
final class Comparison {
    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);
    private static final int MOST_KEPT = 16;

    private final TreeMap<Long, Checked> own = new TreeMap<>();
    private final Map<String, TreeMap<Long, Checked>> others = new HashMap<>();
    private volatile String difference = "";
    private volatile long agreedIndex;

    /** This collector has noted something; whether that is news. */
    boolean noted(Checked checked) {
        if (own.containsKey(checked.index())) {
            return false;
        }
        keep(own, checked);
        others.forEach((name, heard) -> compare(name, checked.index()));
        return true;
    }

    /** Another member has. */
    void heard(String name, Checked checked) {
        keep(others.computeIfAbsent(name, key -> new TreeMap<>()), checked);
        compare(name, checked.index());
    }

    private static void keep(NavigableMap<Long, Checked> kept, Checked checked) {
        kept.put(checked.index(), checked);
        while (kept.size() > MOST_KEPT) {
            kept.pollFirstEntry();
        }
    }

    private void compare(String name, long index) {
        Checked here = own.get(index);
        Checked there = Objects.requireNonNull(others.getOrDefault(name, new TreeMap<>()))
                .get(index);
        if (here == null || there == null) {
            return;
        }
        String what = difference(here, there);
        if (what.isEmpty()) {
            agreedIndex = Math.max(agreedIndex, index);
        } else if (difference.isEmpty()) {
            difference = "differs from '" + name + "' at entry " + index + ": " + what;
            LOG.error(
                    "this collector and '{}' have made different things of the same entries, one of them is damaged: entry={} {};"
                            + " 'logbraid verify DIR --journal DATA' on each says which, and an emptied --data and --out lets"
                            + " it begin anew",
                    name,
                    index,
                    what);
        }
    }

    private static String difference(Checked here, Checked there) {
        if (here.digest() != there.digest()) {
            return "state=" + Long.toHexString(here.digest()) + " and " + Long.toHexString(there.digest());
        }
        if (here.outputs().isEmpty() || there.outputs().isEmpty()) {
            return "";
        }
        Iterator<CheckedOutput> others = there.outputs().iterator();
        for (CheckedOutput output : here.outputs()) {
            if (!others.hasNext()) {
                return "output=" + output + " and none";
            }
            CheckedOutput other = others.next();
            if (!output.equals(other)) {
                return "output=" + output + " and " + other;
            }
        }
        return others.hasNext() ? "no output and output=" + others.next() : "";
    }

    /** What was found to differ, empty while nothing was. */
    String difference() {
        return difference;
    }

    /** The newest entry at which this collector and another one were found to agree, 0 before. */
    long agreedIndex() {
        return agreedIndex;
    }
}
