package org.logbraid.system.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logbraid.collector.Acks;
import org.logbraid.collector.CollectorSettings;
import org.logbraid.collector.QuorumSettings;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.HostPort;

/**
 * Which collector of its group one is, and how it is started each time.
 *
 * @param agents where agents reach it
 * @param peers where the others reach it
 */
record CollectorKind(String name, HostPort agents, HostPort peers, QuorumSettings quorum) {
    static final Path DATA = Path.of("/data");
    static final Path JOURNAL = DATA.resolve("journal");
    static final Path JOIN_MARK = DATA.resolve("joining");
    static final Path JOIN_MOVES = DATA.resolve("joining.moving");
    private static final int AGENTS_PORT = 7800;
    private static final int PEERS_PORT = 7900;
    private static final long MIB = 1024 * 1024;

    /** All collectors of a group. */
    static List<CollectorKind> group(int count) {
        if (count == 1) {
            return List.of(new CollectorKind("collector", agents(1), peers(1), QuorumSettings.ALONE));
        }
        Map<String, HostPort> members = new LinkedHashMap<>();
        for (int i = 1; i <= count; i++) {
            members.put("collector" + i, peers(i));
        }
        var quorum = new QuorumSettings(members, null, false);
        List<CollectorKind> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(new CollectorKind("collector" + i, agents(i), peers(i), quorum));
        }
        return List.copyOf(all);
    }

    /** One that comes later, with an address of its own; it is told of all that are there. */
    static CollectorKind another(String name, int number, List<CollectorKind> there) {
        Map<String, HostPort> members = new LinkedHashMap<>();
        there.forEach(each -> members.put(each.name(), each.peers()));
        members.put(name, peers(number));
        return new CollectorKind(name, agents(number), peers(number), new QuorumSettings(members, null, false));
    }

    /** Where agents reach so many. */
    static List<HostPort> agentsOf(int count) {
        List<HostPort> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(agents(i));
        }
        return List.copyOf(all);
    }

    private static HostPort agents(int number) {
        return new HostPort("127.0.0." + number, AGENTS_PORT);
    }

    private static HostPort peers(int number) {
        return new HostPort("127.0.0." + number, PEERS_PORT);
    }

    boolean isAlone() {
        return quorum.isAlone();
    }

    CollectorSettings settings(ShapingSettings shaping, long snapshotEveryBytes) {
        return new CollectorSettings(
                name,
                agents,
                null,
                null,
                DATA,
                MergedFiles.OUT,
                shaping,
                Acks.SYNCED,
                quorum,
                snapshotEveryBytes,
                JournalSettings.DEFAULT,
                MIB);
    }
}
