package org.logbraid.collector.join;

import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerChannel;
import org.logbraid.collector.peers.PeerCodec;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.collector.peers.PeerMessage.Fetching;
import org.logbraid.common.HostPort;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.wire.InstanceId;

/** What a collector says of files goes this way to another one. Stateless; safe for all threads, as its channel is. */
final class PeerWay {
    private static final int HEAD_BYTES = 512;

    private final PeerChannel channel;
    private final JoinSource.Self self;

    PeerWay(PeerChannel channel, JoinSource.Self self) {
        this.channel = channel;
        this.self = self;
    }

    /** Sends a message to an address as others tell it; lost where it is none, as of a member without a port for others. */
    void send(String address, InstanceId to, InstanceId log, long term, Fetching message) {
        HostPort place;
        try {
            place = HostPort.parse(address);
        } catch (IllegalArgumentException e) {
            return;
        }
        send(place, to, log, term, message);
    }

    /**
     * Sends a message.
     *
     * @param to whom it is meant for: the incarnation of a data folder, or none for whichever is there
     */
    void send(HostPort address, InstanceId to, InstanceId log, long term, Fetching message) {
        int content = message instanceof PeerMessage.Told told ? told.length() : 0;
        var sink = new ByteSink(HEAD_BYTES + content);
        PeerCodec.begin(new Envelope(self.name(), self.incarnation(), self.address(), to, log, term, message), sink);
        PeerCodec.finish(sink);
        channel.send(address, sink.array(), sink.length(), () -> {});
    }
}
