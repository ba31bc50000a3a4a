package org.logbraid.system.sim;

import org.logbraid.common.testing.Seeds;

/**
 * Whole clusters from a seed: promises G1–G9, G11, G14, T1–T9, T11 under crashes at any step, lost unsynced pages, unruly
 * networks and rotations. {@code -Dseeds.first=N -Dseeds.count=1} replays one.
 */
class SimulationTest {
    @Seeds
    void everyLineComesOutOnceInItsPlace(long seed) throws Exception {
        new World(seed).run();
    }
}
