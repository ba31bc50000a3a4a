package org.logbraid.system.nemesis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.logbraid.system.process.SmallDisk;

/**
 * Real processes on machines of their own, to which real faults happen. A fault that takes a collector away leaves the
 * others alone until that one is ready again.
 *
 * <p>Belongs to the thread of the {@link Nemesis}.
 */
final class ProcessWorld implements World {
    private static final Duration STATUS_PATIENCE = Duration.ofMillis(500);
    private static final Pattern LEADER = Pattern.compile("\"leader\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern TERM = Pattern.compile("\"term\"\\s*:\\s*(\\d+)");

    /** What an agent says whose predecessor seems to live yet; whoever supervises it starts it again. */
    private static final String NAME_IS_HELD = "give this agent another --name";

    /**
     * A collector.
     *
     * @param http where it can be asked
     * @param data its journal and state
     * @param merged its file, in a folder of its own
     * @param disk on which its data is; nothing when that has all the room there is
     */
    record Collector(Member member, String http, Path data, Path merged, Optional<SmallDisk> disk) {}

    private final Machines machines;
    private final Observer observer;
    private final Map<Member, Collector> collectors;
    private final List<Member> agents;
    private final FaultCounts counts;
    private boolean collectorIsAway;

    ProcessWorld(
            Machines machines,
            Observer observer,
            Map<Member, Collector> collectors,
            List<Member> agents,
            FaultCounts counts) {
        this.machines = machines;
        this.observer = observer;
        this.collectors = collectors;
        this.agents = agents;
        this.counts = counts;
    }

    @Override
    public Optional<UnderWay> begin(Fault fault) throws IOException, InterruptedException {
        boolean asksForLeader = fault.target() == Role.LEADER || fault.target() == Role.FOLLOWER;
        Optional<Member> leader = asksForLeader ? leader() : Optional.empty();
        List<Member> candidates = candidates(fault, leader);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Member victim = candidates.get(fault.choice() % candidates.size());
        Optional<UnderWay> begun = begin(fault, victim);
        if (begun.isEmpty()) {
            return begun;
        }
        System.out.println(fault + ": " + victim);
        if (fault.target() == Role.LEADER && leader.filter(victim::equals).isPresent()) {
            counts.hitLeader(fault.kind());
        }
        return fault.kind().takesCollector() ? Optional.of(away(begun.get())) : begun;
    }

    private UnderWay away(UnderWay underWay) {
        collectorIsAway = true;
        return due -> {
            boolean over = underWay.turn(due);
            collectorIsAway = !over;
            return over;
        };
    }

    private Optional<UnderWay> begin(Fault fault, Member victim) throws IOException, InterruptedException {
        return switch (fault.kind()) {
            case KILL_COLLECTOR, KILL_AGENT -> Optional.of(kill(victim));
            case PAUSE_COLLECTOR, PAUSE_AGENT -> Optional.of(pause(victim));
            case CUT_PAIR ->
                Optional.of(untilDue(
                        machines.cut(victim.machine(), other(victim, fault).machine())::heal));
            case CUT_ONE_WAY ->
                Optional.of(cutOneWay(victim.machine(), other(victim, fault).machine(), fault));
            case CUT_LEADER, CUT_AGENT -> Optional.of(untilDue(machines.isolate(victim.machine())::heal));
            case FULL_DISK ->
                collector(victim).disk().isEmpty()
                        ? Optional.empty()
                        : Optional.of(fill(victim, collector(victim).disk().get()));
            case CLOCK_OF_COLLECTOR, CLOCK_OF_AGENT -> Optional.of(step(victim, fault.clockAhead()));
            case ROLLING_RESTART -> Optional.of(new RollingRestart(List.copyOf(collectors.keySet())));
            case EMPTIED_FOLDER ->
                collectors.size() < 3
                        ? Optional.empty() // nobody else has what was there
                        : Optional.of(
                                new Emptying(collector(victim), collectors.values(), observer, counts, fault.length()));
        };
    }

    private Collector collector(Member member) {
        Collector found = collectors.get(member);
        if (found == null) {
            throw new IllegalArgumentException("no collector: " + member);
        }
        return found;
    }

    private List<Member> candidates(Fault fault, Optional<Member> leader) {
        if (fault.target() == Role.AGENT) {
            return free(fault, agents);
        }
        List<Member> free = free(fault, collectors.keySet());
        if (fault.kind().takesCollector() && collectorIsAway) {
            return List.of();
        }
        if (fault.target() == Role.COLLECTOR) {
            return free;
        }
        List<Member> wanted = free.stream()
                .filter(member -> leader.filter(member::equals).isPresent() == (fault.target() == Role.LEADER))
                .toList();
        return wanted.isEmpty() ? free : wanted;
    }

    private static List<Member> free(Fault fault, Collection<Member> members) {
        return members.stream()
                .filter(member -> !fault.kind().isOfProcess() || !member.isTaken())
                .toList();
    }

    /** Who leads, as those of the latest term say; nobody when nobody knows. */
    Optional<Member> leader() throws IOException {
        long latest = -1;
        String name = "";
        for (Collector collector : collectors.values()) {
            if (!collector.member().isTaken()) {
                String status = observer.status(collector.http(), STATUS_PATIENCE);
                Matcher leader = LEADER.matcher(status);
                Matcher term = TERM.matcher(status);
                if (leader.find() && term.find() && Long.parseLong(term.group(1)) > latest) {
                    latest = Long.parseLong(term.group(1));
                    name = leader.group(1);
                }
            }
        }
        String found = name;
        return collectors.keySet().stream()
                .filter(member -> member.name().equals(found))
                .findFirst();
    }

    /** Another collector, or an agent when there is but one. */
    private Member other(Member than, Fault fault) {
        List<Member> others = collectors.size() > 1
                ? collectors.keySet().stream().filter(member -> member != than).toList()
                : agents;
        return others.get(fault.choice() / 7 % others.size());
    }

    /** What is done when a fault is due. */
    private interface Repair {
        void run() throws IOException, InterruptedException;
    }

    private static UnderWay untilDue(Repair repair) {
        return due -> {
            if (due) {
                repair.run();
            }
            return due;
        };
    }

    private UnderWay cutOneWay(Machine one, Machine other, Fault fault) throws IOException, InterruptedException {
        boolean there = fault.choice() / 3 % 2 == 0;
        return untilDue(machines.cutOneWay(there ? one : other, there ? other : one)::heal);
    }

    private static UnderWay step(Member victim, Duration ahead) throws IOException {
        victim.clock().set(ahead);
        return untilDue(() -> victim.clock().set(Duration.ZERO));
    }

    private static UnderWay pause(Member victim) throws IOException, InterruptedException {
        victim.take();
        victim.pause();
        return untilDue(() -> {
            victim.goOn();
            victim.release();
        });
    }

    private UnderWay kill(Member victim) throws InterruptedException {
        victim.take();
        victim.kill();
        return startAgainWhenDue(victim);
    }

    /** A collector has to be ready before the next one may go; an agent may be killed while it starts. */
    private UnderWay startAgainWhenDue(Member victim) {
        return new UnderWay() {
            private boolean started;

            @Override
            public boolean turn(boolean due) throws IOException {
                if (due && !started) {
                    victim.start();
                    started = true;
                }
                boolean over = started && (!collectors.containsKey(victim) || victim.isReady());
                if (over) {
                    victim.release();
                }
                return over;
            }
        };
    }

    private static UnderWay fill(Member victim, SmallDisk disk) throws IOException {
        victim.take();
        disk.fill(0);
        return untilDue(() -> {
            disk.free();
            victim.release();
        });
    }

    @Override
    public void check() throws IOException {
        for (Member member :
                Stream.concat(collectors.keySet().stream(), agents.stream()).toList()) {
            if (member.hasEndedByItself()) {
                String said = member.process().errors();
                if (!agents.contains(member) || !said.contains(NAME_IS_HELD)) {
                    throw new AssertionError(member + " has ended by itself:\n" + said);
                }
                System.out.println("started again, its name was held: " + member);
                counts.supervised();
                member.start();
            }
        }
    }
}
