package org.logbraid.system.sim;

import org.logbraid.common.testing.Seeds;

/**
 * Whole clusters from a seed: promises G1–G9, G11, G12, G14–G16, T1–T9, T11 under crashes between any two operations, lost
 * unsynced pages, disks that fill and fail, clocks that are set, unruly networks and rotations; of several collectors also
 * under partitions and pauses. {@code -Dseeds.first=N -Dseeds.count=1} replays one.
 */
class SimulationTest {
    @Seeds(usually = 300)
    void everyLineComesOutOnceInItsPlace(long seed) throws Exception {
        new World(seed, 1).run();
    }

    @Seeds(usually = 300, atMost = 5_000)
    void threeCollectorsWriteTheSame(long seed) throws Exception {
        new World(seed, 3).run();
    }

    @Seeds(usually = 300, atMost = 5_000)
    void fiveCollectorsWriteTheSame(long seed) throws Exception {
        new World(seed, 5).run();
    }
}
