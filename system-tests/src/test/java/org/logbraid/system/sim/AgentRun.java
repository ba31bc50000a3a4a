package org.logbraid.system.sim;

import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.AgentSettings;
import org.logbraid.agent.AgentStages;
import org.logbraid.agent.AgentState;
import org.logbraid.agent.Machine;
import org.logbraid.agent.handover.HandoverListener;
import org.logbraid.agent.tail.TailView;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.testing.DiskTrouble;
import org.logbraid.common.testing.SimulatedDisk;

/** One process of an agent, from its start to its end. */
final class AgentRun implements HandoverListener {
    private final Life life = new Life();
    private final SimulatedDisk.Mount mount;
    private final SimulatedNetwork.Channel channel;
    private final RandomGenerator chance;
    private @Nullable AgentStages stages;
    private int status = -1;
    private String sentence = "";

    AgentRun(String name, SimulatedDisk disk, DiskTrouble trouble, SimulatedNetwork network, RandomGenerator chance) {
        this.chance = chance;
        mount = disk.mount(life.fuse(), trouble);
        channel = network.channel(name, life.fuse());
    }

    /** Starts it; it may not live to see that. */
    void start(AgentSettings settings, Clock clock) throws Exception {
        boolean started = life.survives(() -> {
            AgentState state = AgentState.open(settings, mount, chance, new Machine("machine", "id"));
            stages = new AgentStages(settings, state, mount, clock, chance, channel, this);
        });
        if (!started) {
            end();
        }
    }

    boolean isAlive() {
        return stages != null && status < 0 && !life.fuse().isBlown();
    }

    /** Exit status, or -1 when it lives or was killed. */
    int status() {
        return status;
    }

    /** What it said at its end. */
    String sentence() {
        return sentence;
    }

    boolean isReading(Path path) {
        return isAlive() && mount.isReading(path);
    }

    int knownLength(Path path) {
        return isAlive() ? mount.knownLength(path) : 0;
    }

    /** One stage moves. */
    void turn() throws Exception {
        turn(chance.nextBoolean(), chance.nextBoolean());
    }

    /** Both stages move. */
    void turnAll() throws Exception {
        turn(true, true);
    }

    private void turn(boolean tail, boolean handover) throws Exception {
        AgentStages turning = stages;
        if (turning == null || !isAlive()) {
            return;
        }
        boolean alive = life.survives(() -> {
            if (tail) {
                turning.tail().turn();
            }
            if (handover && status < 0) {
                turning.handover().turn();
            }
        });
        if (!alive || status >= 0) {
            end();
        }
    }

    /** Asks it to say goodbye for a restart. */
    void stop() {
        if (stages != null) {
            stages.stop();
        }
    }

    /** It is to be killed after so many operations. */
    void killAfter(int operations) {
        life.fuse().light(operations);
    }

    /** kill -9; also what remains of one that has ended. */
    void end() {
        mount.kill();
        channel.close();
    }

    /** Its session's connection ends without a word. */
    void loseConnection() {
        AgentStages losing = stages;
        if (losing != null && isAlive() && losing.handoverView().session() != 0) {
            channel.hangUp();
        }
    }

    /** Whether all that its last look has seen is read, as far as it knows. */
    boolean hasReadAll() {
        AgentStages reading = stages;
        if (reading == null) {
            return false;
        }
        TailView view = reading.tailView();
        return view.bytesRead() == view.bytesTotal() && reading.handoverView().inFlightBytes() == 0;
    }

    @Override
    public void said(String what) {
        // nobody listens
    }

    @Override
    public void ready() {
        // nobody waits
    }

    @Override
    public void ended(int endStatus, String why) {
        status = endStatus;
        sentence = why;
    }
}
