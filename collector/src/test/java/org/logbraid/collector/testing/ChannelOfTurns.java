package org.logbraid.collector.testing;

import java.util.List;
import org.logbraid.collector.peers.PeerChannel;

/** A way between collectors that are turned by hand: whoever turns them looks by himself, and nothing has to be closed. */
public abstract class ChannelOfTurns implements PeerChannel {
    @Override
    public final void onMessage(Runnable wake) {
        // nobody rests
    }

    @Override
    public final List<String> present() {
        return List.of();
    }

    @Override
    public final void close() {
        // has nothing of its own
    }
}
