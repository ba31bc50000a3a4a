package org.logbraid.system.sim;

import java.io.IOException;
import org.logbraid.common.testing.Crash;
import org.logbraid.common.testing.Fuse;

/**
 * The life of a simulated process: it ends when it is killed, in the middle of what it does or between, and when its disk
 * fails it.
 */
final class Life {
    private final Fuse fuse = new Fuse();

    Fuse fuse() {
        return fuse;
    }

    /**
     * Does something as the process.
     *
     * @return whether it has survived that
     */
    boolean survives(Deeds.Deed deed) throws Exception {
        if (fuse.isBlown()) {
            return false;
        }
        try {
            deed.happen();
        } catch (Crash e) {
            return false;
        } catch (IOException e) {
            if (fuse.isBlown() || MachineTrouble.caused(e)) {
                fuse.blow(); // as production ends: nothing is tried again
                return false;
            }
            throw e;
        }
        return !fuse.isBlown();
    }
}
