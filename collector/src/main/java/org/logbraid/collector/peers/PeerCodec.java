package org.logbraid.collector.peers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.peers.PeerMessage.Append;
import org.logbraid.collector.peers.PeerMessage.Appended;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.AskEnded;
import org.logbraid.collector.peers.PeerMessage.AskVote;
import org.logbraid.collector.peers.PeerMessage.Behind;
import org.logbraid.collector.peers.PeerMessage.Campaign;
import org.logbraid.collector.peers.PeerMessage.Checked;
import org.logbraid.collector.peers.PeerMessage.Fetching;
import org.logbraid.collector.peers.PeerMessage.Item;
import org.logbraid.collector.peers.PeerMessage.Present;
import org.logbraid.collector.peers.PeerMessage.Resigned;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.collector.peers.PeerMessage.Vote;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;

/** Messages between collectors as bytes, checked as a whole by a checksum. Stateless. */
public final class PeerCodec {
    private static final int VERSION = 1;
    private static final int AT_CRC = 4;
    private static final int CHECKED_FROM = 8;
    private static final int MOST_TEXT = 1_024;
    private static final int MOST_MEMBERS = 1_024;
    private static final int MOST_ITEMS = 65_536;
    private static final int MOST_CONTENT = PeerChannel.MAX_MESSAGE_BYTES;

    private static final int PRESENT = 1;
    private static final int ASK_VOTE = 2;
    private static final int VOTE = 3;
    private static final int APPEND = 4;
    private static final int APPENDED = 5;
    private static final int CAMPAIGN = 6;
    private static final int RESIGNED = 7;
    private static final int BEHIND = 8;
    private static final int ASK = 9;
    private static final int TOLD = 10;
    private static final int CHECKED = 11;
    private static final int ASK_ENDED = 12;

    private PeerCodec() {}

    /** Writes a message; of an {@link Append} everything but its items, which {@link #item} adds. */
    public static void begin(Envelope envelope, ByteSink into) {
        into.clear();
        into.u8(VERSION);
        into.u8(type(envelope.message()));
        into.u16(0);
        into.i32(0);
        into.i64(envelope.term());
        envelope.incarnation().write(into);
        envelope.to().write(into);
        envelope.log().write(into);
        text(into, envelope.from());
        text(into, envelope.address());
        body(envelope.message(), into);
    }

    private static int type(PeerMessage message) {
        if (message instanceof Present) {
            return PRESENT;
        } else if (message instanceof AskVote) {
            return ASK_VOTE;
        } else if (message instanceof Vote) {
            return VOTE;
        } else if (message instanceof Append) {
            return APPEND;
        } else if (message instanceof Appended) {
            return APPENDED;
        } else if (message instanceof Campaign) {
            return CAMPAIGN;
        } else if (message instanceof Behind) {
            return BEHIND;
        } else if (message instanceof Ask) {
            return ASK;
        } else if (message instanceof AskEnded) {
            return ASK_ENDED;
        } else if (message instanceof Told) {
            return TOLD;
        } else if (message instanceof Checked) {
            return CHECKED;
        }
        return RESIGNED;
    }

    private static void body(PeerMessage message, ByteSink into) {
        if (message instanceof Present present) {
            into.varint(present.lastIndex());
            into.varint(present.lastTerm());
            into.varint(present.configured().size());
            present.configured().forEach(name -> text(into, name));
        } else if (message instanceof AskVote ask) {
            into.u8((ask.trial() ? 1 : 0) | (ask.handover() ? 2 : 0));
            into.varint(ask.lastIndex());
            into.varint(ask.lastTerm());
        } else if (message instanceof Vote vote) {
            into.u8((vote.trial() ? 1 : 0) | (vote.granted() ? 2 : 0));
        } else if (message instanceof Append append) {
            into.varint(append.number());
            into.varint(append.previousIndex());
            into.varint(append.previousTerm());
            into.varint(append.commitIndex());
            into.varint(append.heldByAll());
            text(into, append.agents());
            text(into, append.http());
        } else if (message instanceof Appended appended) {
            into.varint(appended.number());
            into.u8((appended.accepted() ? 1 : 0) | (appended.full() ? 2 : 0));
            into.varint(appended.verified());
            into.varint(appended.durable());
            into.varint(appended.hintIndex());
            into.varint(appended.hintTerm());
        } else if (message instanceof Behind behind) {
            into.varint(behind.number());
            into.varint(behind.firstIndex());
            into.varint(behind.previousTerm());
            text(into, behind.agents());
            text(into, behind.http());
        } else if (message instanceof Checked checked) {
            CheckedCodec.write(checked, into);
        } else if (message instanceof Fetching fetching) {
            FetchCodec.write(fetching, into);
        }
    }

    /** Adds an entry. */
    public static void item(EntryHeader header, byte[] content, int length, ByteSink into) {
        into.varint(header.term());
        into.i64(header.logTimeNanos());
        into.varint(header.commitIndex());
        into.u8(header.type().code());
        into.varint(length);
        into.bytes(content, 0, length);
    }

    /** Bytes that an entry takes, and a few more. */
    public static int itemBytes(int contentBytes) {
        return contentBytes + 48;
    }

    /** Puts the checksum in; the message is whole. */
    public static void finish(ByteSink message) {
        message.i32At(AT_CRC, sum(message.array(), message.length()));
    }

    private static int sum(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, AT_CRC);
        crc.update(bytes, CHECKED_FROM, length - CHECKED_FROM);
        return (int) crc.getValue();
    }

    /**
     * Reads a message; items of an {@link Append} are places in the array.
     *
     * @throws MalformedException when it is damaged, or of another version
     */
    public static Envelope read(byte[] bytes, int length) throws MalformedException {
        var from = new ByteSource();
        from.wrap(bytes, 0, length);
        int version = from.u8();
        int type = from.u8();
        from.u16();
        if (length < CHECKED_FROM || from.i32() != sum(bytes, length)) {
            throw new MalformedException("a message of a collector is damaged");
        }
        if (version != VERSION) {
            throw new MalformedException("another collector speaks version " + version + ", this one " + VERSION
                    + ": install the same release on all");
        }
        long term = from.i64();
        InstanceId incarnation = InstanceId.read(from);
        InstanceId to = InstanceId.read(from);
        InstanceId log = InstanceId.read(from);
        String name = text(from);
        String address = text(from);
        PeerMessage message = message(type, from);
        if (from.remaining() != 0) {
            throw new MalformedException("a message of a collector has " + from.remaining() + " bytes too many");
        }
        return new Envelope(name, incarnation, address, to, log, term, message);
    }

    private static PeerMessage message(int type, ByteSource from) throws MalformedException {
        return switch (type) {
            case PRESENT -> new Present(from.varint(), from.varint(), names(from));
            case ASK_VOTE -> {
                int flags = from.u8();
                yield new AskVote((flags & 1) != 0, (flags & 2) != 0, from.varint(), from.varint());
            }
            case VOTE -> {
                int flags = from.u8();
                yield new Vote((flags & 1) != 0, (flags & 2) != 0);
            }
            case APPEND -> append(from);
            case APPENDED -> {
                long number = from.varint();
                int flags = from.u8();
                yield new Appended(
                        number,
                        (flags & 1) != 0,
                        (flags & 2) != 0,
                        from.varint(),
                        from.varint(),
                        from.varint(),
                        from.varint());
            }
            case CAMPAIGN -> new Campaign();
            case BEHIND -> new Behind(from.varint(), from.varint(), from.varint(), text(from), text(from));
            case ASK -> FetchCodec.readAsk(from);
            case ASK_ENDED -> FetchCodec.readAskEnded(from);
            case TOLD -> FetchCodec.readTold(from);
            case CHECKED -> CheckedCodec.read(from);
            case RESIGNED -> new Resigned();
            default -> throw new MalformedException("unknown kind of message between collectors: " + type);
        };
    }

    private static List<String> names(ByteSource from) throws MalformedException {
        int count = from.count(MOST_MEMBERS);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(text(from));
        }
        return names;
    }

    /** Reads entries up to the end, as {@link #item} wrote them. */
    public static List<Item> items(ByteSource from, long firstIndex) throws MalformedException {
        List<Item> items = new ArrayList<>();
        while (from.remaining() > 0 && items.size() < MOST_ITEMS) {
            long term = from.varint();
            long logTime = from.i64();
            long commit = from.varint();
            EntryType type = EntryType.of(from.u8());
            int bytes = from.count(MOST_CONTENT);
            items.add(new Item(
                    new EntryHeader(firstIndex + items.size(), term, logTime, commit, type), from.place(), bytes));
            from.skip(bytes);
        }
        return items;
    }

    private static Append append(ByteSource from) throws MalformedException {
        long number = from.varint();
        long previousIndex = from.varint();
        long previousTerm = from.varint();
        long commitIndex = from.varint();
        long heldByAll = from.varint();
        String agents = text(from);
        String http = text(from);
        List<Item> items = items(from, previousIndex + 1);
        return new Append(
                number, previousIndex, previousTerm, commitIndex, heldByAll, agents, http, from.array(), items);
    }

    private static void text(ByteSink into, String value) {
        into.sized(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteSource from) throws MalformedException {
        return new String(from.sized(MOST_TEXT), StandardCharsets.UTF_8);
    }
}
