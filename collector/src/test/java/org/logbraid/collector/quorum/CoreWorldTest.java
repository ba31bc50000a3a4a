package org.logbraid.collector.quorum;

import org.junit.jupiter.api.DisplayName;
import org.logbraid.common.testing.Seeds;

/** The nine rules of the quorum, under everything that may happen to its members. */
class CoreWorldTest {
    @Seeds(usually = 300)
    @DisplayName("three collectors: one leader a term, nothing committed is lost or changed, all come together again")
    void threeKeepOneOrder(long seed) throws Exception {
        new CoreWorld(seed, 3).run();
    }

    @Seeds(usually = 200)
    @DisplayName("five collectors: as three")
    void fiveKeepOneOrder(long seed) throws Exception {
        new CoreWorld(seed, 5).run();
    }
}
