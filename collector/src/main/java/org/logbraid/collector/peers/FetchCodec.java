package org.logbraid.collector.peers;

import java.nio.charset.StandardCharsets;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.AskEnded;
import org.logbraid.collector.peers.PeerMessage.Fetching;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/** The bodies of {@link Fetching} messages as bytes. Stateless. */
final class FetchCodec {
    private static final int MOST_NAME_BYTES = 8_192;

    private FetchCodec() {}

    static void write(Fetching message, ByteSink into) {
        if (message instanceof Ask ask) {
            into.varint(ask.number());
            into.varint(ask.snapshot());
            into.varint(ask.part());
            into.varint(ask.from());
            into.varint(ask.length());
            into.i32(ask.sum());
            into.u8(ask.hasSum() ? 1 : 0);
        } else if (message instanceof AskEnded ask) {
            into.varint(ask.number());
            into.sized(ask.file().getBytes(StandardCharsets.UTF_8));
            into.varint(ask.fileBytes());
            into.varint(ask.from());
            into.varint(ask.length());
        } else if (message instanceof Told told) {
            into.varint(told.number());
            into.u8(told.result().code());
            into.bytes(told.array(), told.offset(), told.length());
        }
    }

    static Ask readAsk(ByteSource from) throws MalformedException {
        return new Ask(
                from.varint(),
                from.varint(),
                from.count(Integer.MAX_VALUE),
                from.varint(),
                from.count(PeerChannel.MAX_MESSAGE_BYTES),
                from.i32(),
                from.u8() != 0);
    }

    static AskEnded readAskEnded(ByteSource from) throws MalformedException {
        return new AskEnded(
                from.varint(),
                new String(from.sized(MOST_NAME_BYTES), StandardCharsets.UTF_8),
                from.varint(),
                from.varint(),
                from.count(PeerChannel.MAX_MESSAGE_BYTES));
    }

    static Told readTold(ByteSource from) throws MalformedException {
        long number = from.varint();
        Result result = Result.of(from.u8());
        int place = from.place();
        int length = from.remaining();
        from.skip(length);
        return new Told(number, result, from.array(), place, length);
    }
}
