package org.logbraid.agent.tail;

import org.logbraid.agent.batching.Outcome;
import org.logbraid.common.frame.Resume;

/** What the slices of a frame mean to their generations. Each takes effect in the frame when it is made. */
final class Made {
    private Made() {}

    static Outcome open(Generation generation) {
        generation.framedOpen();
        return of(generation, generation::acceptedOpen);
    }

    static Outcome data(Generation generation, long end, Resume resume) {
        generation.framedTo(end, resume);
        return of(generation, () -> generation.acceptedTo(end, resume));
    }

    static Outcome close(Generation generation, Runnable finished) {
        generation.framedClose();
        return of(generation, () -> {
            generation.acceptedClose();
            finished.run();
        });
    }

    private static Outcome of(Generation generation, Runnable accepted) {
        return new Outcome() {
            @Override
            public void accepted() {
                accepted.run();
            }

            @Override
            public void voided() {
                generation.voided();
            }
        };
    }
}
