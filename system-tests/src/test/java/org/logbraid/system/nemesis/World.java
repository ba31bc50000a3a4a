package org.logbraid.system.nemesis;

import java.io.IOException;
import java.util.Optional;

/** What faults happen to. Belongs to the thread of the {@link Nemesis}. */
interface World {
    /** A fault that has begun and is not yet over. */
    interface UnderWay {
        /**
         * Goes on, and waits for nothing.
         *
         * @param due whether the length of the fault has passed
         * @return whether it is over, and those who suffered it may suffer the next one
         */
        boolean turn(boolean due) throws IOException, InterruptedException;
    }

    /** Begins a fault; nothing when nobody is there to suffer it now. */
    Optional<UnderWay> begin(Fault fault) throws IOException, InterruptedException;

    /** Fails when a process has ended by itself. */
    void check() throws IOException, InterruptedException;
}
