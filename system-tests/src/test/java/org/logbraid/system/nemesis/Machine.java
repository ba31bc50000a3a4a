package org.logbraid.system.nemesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A network namespace with a loopback, an address and a set of addresses from which it takes nothing. Files, memory and
 * processes are those of everybody.
 *
 * <p>Immutable; what it does to the kernel belongs to the test's thread.
 */
final class Machine {
    private static final String RULES = """
            table inet nemesis {
              set dropped { type ipv4_addr; }
              chain incoming {
                type filter hook input priority 0; policy accept;
                ip saddr @dropped drop
              }
            }
            """;

    private final String name;
    private final String namespace;
    private final String address;

    Machine(String name, String namespace, String address) {
        this.name = name;
        this.namespace = namespace;
        this.address = address;
    }

    String name() {
        return name;
    }

    /** IPv4. */
    String address() {
        return address;
    }

    /**
     * The words that run a command here. Every word before it replaces itself by the next one, so the process that is
     * started is the command's. Unlike {@code ip netns exec} this leaves the mounts alone: a disk that the test mounts is
     * seen, and a JVM finds its control group.
     */
    List<String> command(Collection<String> words) {
        List<String> command = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace, "--"));
        command.addAll(words);
        return command;
    }

    /** Runs a command here and answers with what it says. */
    String run(String... words) throws IOException, InterruptedException {
        return Shell.run(command(Arrays.asList(words)), "");
    }

    void loadRules() throws IOException, InterruptedException {
        Shell.run(command(List.of("nft", "-f", "-")), RULES);
    }

    /** From now on nothing comes in from there, on open connections either. */
    void drop(Machine from) throws IOException, InterruptedException {
        run("nft", "add", "element", "inet", "nemesis", "dropped", "{ " + from.address + " }");
    }

    void accept(Machine from) throws IOException, InterruptedException {
        run("nft", "delete", "element", "inet", "nemesis", "dropped", "{ " + from.address + " }");
    }

    @Override
    public String toString() {
        return name + " (" + address + ")";
    }
}
