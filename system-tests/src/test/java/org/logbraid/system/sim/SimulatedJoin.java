package org.logbraid.system.sim;

import java.io.Closeable;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.logbraid.collector.join.JoinCycle;
import org.logbraid.collector.join.JoinSource;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.quorum.VoteStore;
import org.logbraid.common.HostPort;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.disk.Disk;

/** A collector's fetch of what the group no longer keeps for it, as its process has it while no stage is open. */
final class SimulatedJoin implements Closeable {
    private final VoteStore votes;
    private final JoinCycle cycle;

    private SimulatedJoin(VoteStore votes, JoinCycle cycle) {
        this.votes = votes;
        this.cycle = cycle;
    }

    static SimulatedJoin begin(
            CollectorKind kind, Disk disk, PeerChannel channel, HostPort source, Clock clock, RandomGenerator chance)
            throws IOException {
        VoteStore votes = VoteStore.open(disk, CollectorKind.DATA, chance);
        var self = new JoinSource.Self(
                kind.name(), votes.state().incarnation(), kind.peers().toString());
        var cycle = new JoinCycle(
                disk,
                CollectorKind.DATA,
                MergedFiles.OUT,
                folder -> SimulatedJournal.open(disk, folder),
                votes,
                channel,
                self,
                source,
                clock);
        return new SimulatedJoin(votes, cycle);
    }

    /** Does a little; whether it has come to its end, be it that nobody has answered. */
    boolean turn() throws IOException {
        cycle.turn();
        return cycle.isDone() || cycle.isGivenUp();
    }

    @Override
    public void close() throws IOException {
        cycle.close();
        votes.close();
    }
}
