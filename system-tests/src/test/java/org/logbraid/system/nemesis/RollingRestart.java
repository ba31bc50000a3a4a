package org.logbraid.system.nemesis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All collectors are ended and started again, one after the other, each as soon as the one before is ready.
 *
 * <p>Belongs to the thread of the {@link Nemesis}.
 */
final class RollingRestart implements World.UnderWay {
    private final List<Member> left;
    private boolean asked;
    private boolean started;

    RollingRestart(List<Member> all) {
        left = new ArrayList<>(all);
    }

    @Override
    public boolean turn(boolean due) throws IOException, InterruptedException {
        Member current = left.get(0);
        if (!asked) {
            if (!current.isTaken()) {
                current.take();
                current.askToEnd();
                asked = true;
            }
        } else if (!started && !current.process().isAlive()) {
            requireGoodEnd(current);
            current.start();
            started = true;
        } else if (started && current.isReady()) {
            current.release();
            left.remove(0);
            asked = false;
            started = false;
        }
        return left.isEmpty();
    }

    private static void requireGoodEnd(Member member) throws InterruptedException {
        int status = member.process().exitStatus(Duration.ofSeconds(1));
        if (status != 0) {
            throw new AssertionError(
                    member + " ended with " + status + ":\n" + member.process().errors());
        }
    }
}
