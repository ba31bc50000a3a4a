package org.logbraid.collector.entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;

/**
 * Contents of all entries but FRAME, whose content is the frame's body as it came and is read in place. Immutable.
 * {@code docs/format.md} draws them.
 */
public sealed interface Entry {
    /** Most members, promises or generations in one entry. */
    int MAX_ELEMENTS = 65_536;

    /** Flags of a member. */
    int VOTING = 1;

    int ADDRESSED = 2;

    EntryType type();

    void write(ByteSink into);

    /** First of its term: earlier entries are committed with it. */
    record Term(String leader) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.TERM;
        }

        @Override
        public void write(ByteSink into) {
            text(into, leader);
        }
    }

    /**
     * A collector of the group, bound to the incarnation of its data folder.
     *
     * @param incarnation {@link InstanceId#NONE} while nobody has come under the name yet
     * @param voting false of one that still learns: it neither votes nor acknowledges
     * @param address its collectors' port as others reach it, empty for one that was always alone
     */
    record Member(String name, InstanceId incarnation, boolean voting, String address) {
        /** A member without an address. */
        public Member(String name, InstanceId incarnation, boolean voting) {
            this(name, incarnation, voting, "");
        }

        /** Whether a data folder is the one that is bound to the name. */
        public boolean is(String otherName, InstanceId other) {
            return name.equals(otherName) && incarnation.equals(other);
        }
    }

    /** Who belongs to the group. The first one carries the id of the log; later ones repeat it. */
    record Members(InstanceId log, List<Member> members) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.MEMBERS;
        }

        @Override
        public void write(ByteSink into) {
            log.write(into);
            into.varint(members.size());
            for (Member member : members) {
                text(into, member.name());
                member.incarnation().write(into);
                boolean addressed = !member.address().isEmpty();
                into.u8((member.voting() ? VOTING : 0) | (addressed ? ADDRESSED : 0));
                if (addressed) {
                    text(into, member.address());
                }
            }
        }
    }

    /** Every setting that shapes a file, in canonical form: lines of {@code key: value}, sorted by key. */
    record Config(String canonical) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.CONFIG;
        }

        @Override
        public void write(ByteSink into) {
            text(into, canonical);
        }
    }

    /** A session begins; its number is one more than the last session's of this log. */
    record Session(String agent, InstanceId instance, long nonce, String channel) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.SESSION;
        }

        @Override
        public void write(ByteSink into) {
            text(into, agent);
            instance.write(into);
            into.i64(nonce);
            text(into, channel);
        }
    }

    /** One agent's promise; its time is already moved forward where the agent's clock is behind (T8). */
    record Mark(long session, long frameNumber, long time, List<Long> excepted) {}

    /** Promises of several agents. */
    record Marks(List<Mark> marks) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.MARKS;
        }

        @Override
        public void write(ByteSink into) {
            into.varint(marks.size());
            long session = 0;
            long time = 0;
            for (Mark mark : marks) { // neighbours are alike: an idle farm writes little
                into.zigzag(mark.session() - session);
                into.zigzag(mark.frameNumber());
                into.zigzag(mark.time() - time);
                into.varint(mark.excepted().size());
                mark.excepted().forEach(into::i64);
                session = mark.session();
                time = mark.time();
            }
        }
    }

    /** Merging begins in a channel. */
    record Gate(String channel) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.GATE;
        }

        @Override
        public void write(ByteSink into) {
            text(into, channel);
        }
    }

    /** A goodbye: for good nobody waits for the agent any more, for a restart everybody does. */
    record Bye(long session, boolean forGood) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.BYE;
        }

        @Override
        public void write(ByteSink into) {
            into.i64(session);
            into.u8(forGood ? 1 : 0);
        }
    }

    /** A session was silent for too long. */
    record Evict(long session) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.EVICT;
        }

        @Override
        public void write(ByteSink into) {
            into.i64(session);
        }
    }

    /** The output's file ends here; lines that wait go into the next one. An empty name speaks of all outputs. */
    record Rotate(String output) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.ROTATE;
        }

        @Override
        public void write(ByteSink into) {
            text(into, output);
        }
    }

    /** Rows of generations are dropped. */
    record Forget(List<Long> generations) implements Entry {
        @Override
        public EntryType type() {
            return EntryType.FORGET;
        }

        @Override
        public void write(ByteSink into) {
            into.varint(generations.size());
            generations.forEach(into::i64);
        }
    }

    /** Each collector notes the digest of its state and the checksums of its outputs. */
    record Check() implements Entry {
        @Override
        public EntryType type() {
            return EntryType.CHECK;
        }

        @Override
        public void write(ByteSink into) {
            // says nothing but that it is there
        }
    }

    /** The content as bytes. */
    static byte[] encode(Entry entry) {
        var bytes = new ByteSink(128);
        entry.write(bytes);
        return bytes.toArray();
    }

    /**
     * Reads a content of any kind but FRAME.
     *
     * @throws MalformedException when it is not exactly such a content
     */
    static Entry decode(EntryType type, byte[] bytes, int offset, int length) throws MalformedException {
        var from = new ByteSource();
        from.wrap(bytes, offset, length);
        Entry entry = switch (type) {
            case TERM -> new Term(text(from));
            case MEMBERS -> members(from);
            case CONFIG -> new Config(text(from));
            case SESSION -> new Session(text(from), InstanceId.read(from), from.i64(), text(from));
            case MARKS -> marks(from);
            case GATE -> new Gate(text(from));
            case BYE -> new Bye(from.i64(), from.u8() != 0);
            case EVICT -> new Evict(from.i64());
            case ROTATE -> new Rotate(text(from));
            case FORGET -> new Forget(longs(from, MAX_ELEMENTS));
            case CHECK -> new Check();
            case FRAME, BEHIND -> throw new MalformedException(type + " where none is expected");
        };
        if (from.remaining() != 0) {
            throw new MalformedException(type + " with " + from.remaining() + " bytes too many");
        }
        return entry;
    }

    private static Members members(ByteSource from) throws MalformedException {
        InstanceId log = InstanceId.read(from);
        int count = from.count(MAX_ELEMENTS);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = text(from);
            InstanceId incarnation = InstanceId.read(from);
            int flags = from.u8();
            members.add(
                    new Member(name, incarnation, (flags & VOTING) != 0, (flags & ADDRESSED) == 0 ? "" : text(from)));
        }
        return new Members(log, List.copyOf(members));
    }

    private static Marks marks(ByteSource from) throws MalformedException {
        int count = from.count(MAX_ELEMENTS);
        List<Mark> marks = new ArrayList<>();
        long session = 0;
        long time = 0;
        for (int i = 0; i < count; i++) {
            session += from.zigzag();
            long frameNumber = from.zigzag();
            time += from.zigzag();
            marks.add(new Mark(session, frameNumber, time, longs(from, Message.MAX_EXCEPTIONS)));
        }
        return new Marks(List.copyOf(marks));
    }

    private static List<Long> longs(ByteSource from, int greatest) throws MalformedException {
        int count = from.count(greatest);
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(from.i64());
        }
        return List.copyOf(values);
    }

    private static void text(ByteSink into, String value) {
        into.sized(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteSource from) throws MalformedException {
        return new String(from.sized(64 * 1024), StandardCharsets.UTF_8);
    }
}
