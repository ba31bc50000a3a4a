package org.logbraid.agent.handover;

import java.util.List;
import org.logbraid.common.channel.Recycler;
import org.logbraid.common.wire.Message;

/** What the {@code agent-tail} thread hands to {@code agent-handover}, through a bounded queue. */
public sealed interface Handed {
    /** The session it was made in; the handover lets go of what was made in an older one. */
    long session();

    /**
     * A frame to be sent, once there is credit.
     *
     * @param number its number in the session
     * @param message array that holds the whole message, header included, from place 0 on
     * @param length how much of the array it is
     * @param lentBy to be given the array back when it is sent, or let go of
     */
    record Frame(long session, long number, byte[] message, int length, Recycler lentBy) implements Handed {}

    /**
     * A promise: sent behind all frames handed over before it.
     *
     * @param frameNumber last frame made before it
     * @param time start of the sweep less {@code stamp-lag}, nanoseconds since the epoch
     * @param excepted generations that were not read to their end
     */
    record Promise(long session, long frameNumber, long time, List<Long> excepted) implements Handed {}

    /**
     * Which files are longer than what was read of them: for {@code status}, at most once a second, and once more with
     * none when nothing lags any longer.
     */
    record Lag(long session, List<Message.FileLength> files) implements Handed {}

    /**
     * With {@code --once}: everything is read and handed over.
     *
     * @param lastFrame number of the last frame, 0 when there was none
     */
    record Drained(long session, long lastFrame) implements Handed {}
}
