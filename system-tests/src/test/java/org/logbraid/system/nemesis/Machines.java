package org.logbraid.system.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Machines on one switch, all of them network namespaces: the switch is a bridge in a namespace of its own, so nothing
 * leads to the real network and two runs never meet. Namespaces carry the id of the process that made them; those of a
 * process that was killed are removed by the next one that makes some.
 *
 * <p>Belongs to the test's thread.
 */
final class Machines implements Closeable {
    private static final String PREFIX = "logbraid-nemesis-";
    private static final Pattern NAMESPACE = Pattern.compile(PREFIX + "(\\d+)-\\d+-.+");
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final String NET = "10.77.0.";
    private static final int HUB_HOST = 254;
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private record Way(Machine from, Machine to) {}

    private final String prefix = PREFIX + ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet() + "-";
    private final Machine hub = new Machine("hub", prefix + "hub", NET + HUB_HOST);
    private final List<Machine> machines = new ArrayList<>();
    private final Map<Way, Integer> cuts = new HashMap<>();

    private Machines() {}

    /** Whether this user may make them here: root, with {@code ip}, {@code nsenter} and {@code nft}. */
    static boolean areAvailable() throws InterruptedException {
        String probe = PREFIX + ProcessHandle.current().pid() + "-0-probe";
        if (!Shell.works("ip", "netns", "add", probe)) {
            return false;
        }
        try {
            return Shell.works("nsenter", "--net=" + NAMESPACES.resolve(probe), "--", "nft", "list", "ruleset");
        } finally {
            Shell.works("ip", "netns", "delete", probe);
        }
    }

    /**
     * Lets a test go on where machines can be made, and skips it, saying why, where they cannot: on a machine without root, or
     * without the tools. {@code -Dnemesis.required=true} has it fail instead.
     */
    static void require() throws InterruptedException {
        boolean there = areAvailable() && MachineClock.isAvailable();
        String needs = "makes network namespaces and clocks: needs root, iproute2, nftables and libfaketime";
        if (Boolean.getBoolean("nemesis.required")) {
            assertThat(there).as(needs).isTrue();
        } else {
            assumeThat(there).as(needs).isTrue();
        }
    }

    /** Makes machines of these names, and removes what killed runs have left. */
    static Machines make(List<String> names) throws IOException, InterruptedException {
        removeLeftovers();
        var made = new Machines();
        try {
            made.makeHub();
            for (String name : names) {
                made.add(name);
            }
            return made;
        } catch (Throwable e) {
            made.close();
            throw e;
        }
    }

    private void makeHub() throws IOException, InterruptedException {
        String namespace = prefix + "hub";
        Shell.run("ip", "netns", "add", namespace);
        Shell.run("ip", "-n", namespace, "link", "add", "br0", "type", "bridge");
        bringUp(namespace, "br0", hub.address());
    }

    private void add(String name) throws IOException, InterruptedException {
        int host = machines.size() + 1;
        String namespace = prefix + name;
        String port = "m" + host;
        var machine = new Machine(name, namespace, NET + host);
        Shell.run("ip", "netns", "add", namespace);
        Shell.run(
                List.of("ip", "-n", prefix + "hub", "-batch", "-"),
                String.join(
                        "\n",
                        List.of(
                                "link add " + port + " type veth peer name eth0 netns " + namespace,
                                "link set " + port + " master br0",
                                "link set " + port + " up")));
        bringUp(namespace, "eth0", machine.address());
        machine.loadRules();
        machines.add(machine);
    }

    private static void bringUp(String namespace, String device, String address)
            throws IOException, InterruptedException {
        Shell.run(
                List.of("ip", "-n", namespace, "-batch", "-"),
                String.join(
                        "\n",
                        List.of(
                                "link set lo up",
                                "addr add " + address + "/24 dev " + device,
                                "link set " + device + " up")));
    }

    Machine get(String name) {
        return machines.stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no machine " + name));
    }

    /** Where one sees all machines from, whoever is cut off from whom. */
    Machine hub() {
        return hub;
    }

    /** A cut that is there until it is healed. Where two of them overlap, the way is open when both are healed. */
    final class Cut {
        private final List<Way> ways;

        private Cut(List<Way> ways) {
            this.ways = ways;
        }

        void heal() throws IOException, InterruptedException {
            for (Way way : ways) {
                if (cuts.containsKey(way) && cuts.merge(way, -1, Integer::sum) == 0) {
                    cuts.remove(way);
                    way.to().accept(way.from());
                }
            }
        }
    }

    /** Neither hears the other one. */
    Cut cut(Machine one, Machine other) throws IOException, InterruptedException {
        return cut(List.of(new Way(one, other), new Way(other, one)));
    }

    /** One hears nothing from the other one, which hears him. */
    Cut cutOneWay(Machine from, Machine to) throws IOException, InterruptedException {
        return cut(List.of(new Way(from, to)));
    }

    /** Neither hears nor is heard by any other machine. */
    Cut isolate(Machine machine) throws IOException, InterruptedException {
        List<Way> ways = new ArrayList<>(waysFrom(machine));
        ways.addAll(waysTo(machine));
        return cut(ways);
    }

    /** Is heard by no other machine, and hears them all. */
    Cut mute(Machine machine) throws IOException, InterruptedException {
        return cut(waysFrom(machine));
    }

    /** Hears no other machine, and is heard by all. */
    Cut deafen(Machine machine) throws IOException, InterruptedException {
        return cut(waysTo(machine));
    }

    private List<Way> waysFrom(Machine machine) {
        return others(machine).map(other -> new Way(machine, other)).toList();
    }

    private List<Way> waysTo(Machine machine) {
        return others(machine).map(other -> new Way(other, machine)).toList();
    }

    private Stream<Machine> others(Machine than) {
        return machines.stream().filter(other -> other != than);
    }

    private Cut cut(List<Way> ways) throws IOException, InterruptedException {
        for (Way way : ways) {
            if (cuts.merge(way, 1, Integer::sum) == 1) {
                way.to().drop(way.from());
            }
        }
        return new Cut(ways);
    }

    /** All ways are open, whatever has been cut. */
    void heal() throws IOException, InterruptedException {
        for (Way way : List.copyOf(cuts.keySet())) {
            way.to().accept(way.from());
        }
        cuts.clear();
    }

    /** Ends whatever still runs on them, and removes them. */
    @Override
    public void close() throws IOException {
        try {
            remove(namespaces().stream().filter(name -> name.startsWith(prefix)).toList());
            MachineClock.removeLeftovers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while namespaces were removed");
        }
    }

    /** Namespaces of this kind, whoever made them. */
    static List<String> namespaces() throws IOException {
        if (!Files.isDirectory(NAMESPACES)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(NAMESPACES)) {
            return all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> NAMESPACE.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    static void removeLeftovers() throws IOException, InterruptedException {
        List<String> left = new ArrayList<>();
        for (String name : namespaces()) {
            Matcher parts = NAMESPACE.matcher(name);
            if (parts.matches()
                    && ProcessHandle.of(Long.parseLong(parts.group(1))).isEmpty()) {
                left.add(name);
            }
        }
        remove(left);
    }

    private static void remove(List<String> names) throws IOException, InterruptedException {
        for (String name : names) {
            Shell.run("ip", "netns", "pids", name)
                    .lines()
                    .map(String::strip)
                    .map(Long::parseLong)
                    .map(ProcessHandle::of)
                    .flatMap(Optional::stream)
                    .forEach(ProcessHandle::destroyForcibly);
            Shell.run("ip", "netns", "delete", name);
        }
    }
}
