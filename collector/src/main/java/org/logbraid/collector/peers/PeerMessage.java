package org.logbraid.collector.peers;

import java.util.List;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.common.frame.MalformedException;

/**
 * What collectors say to each other. Each stands in an {@link Envelope} that names the sender and its term. Immutable;
 * {@code docs/format.md} draws them.
 */
public sealed interface PeerMessage {
    /**
     * A collector whose log holds no list of members is there, and knows this of its log.
     *
     * @param lastIndex its newest entry, 0 without
     * @param lastTerm term of that
     * @param configured names of all collectors that it was started with, sorted
     */
    record Present(long lastIndex, long lastTerm, List<String> configured) implements PeerMessage {
        public Present {
            configured = List.copyOf(configured);
        }
    }

    /**
     * Asks for a vote in the envelope's term.
     *
     * @param trial whether it is only asked if there would be one: nothing is stored, the term is not yet begun
     * @param handover whether the leader has asked for it, so that nobody has to stick to that leader
     * @param lastIndex newest entry of the one who asks
     * @param lastTerm term of that
     */
    record AskVote(boolean trial, boolean handover, long lastIndex, long lastTerm) implements PeerMessage {}

    /**
     * Answers {@link AskVote}. The envelope's term is the one that is answered for, or the sender's own, when it is higher.
     *
     * @param trial as it was asked
     */
    record Vote(boolean trial, boolean granted) implements PeerMessage {}

    /**
     * Entries behind one that both logs have, or none: then a sign of life.
     *
     * @param number of the request, rising within a term
     * @param previousIndex entry before the first one of these
     * @param previousTerm term of that
     * @param commitIndex the leader's
     * @param heldByAll entries up to this one are held by every member that is not away for too long
     * @param agents where agents reach the leader
     * @param http where people reach it, empty for nowhere
     * @param array that the message came in, lent while it is handled; empty where it is made
     * @param items entries, as places in it
     */
    record Append(
            long number,
            long previousIndex,
            long previousTerm,
            long commitIndex,
            long heldByAll,
            String agents,
            String http,
            byte[] array,
            List<Item> items)
            implements PeerMessage {
        private static final byte[] NO_BYTES = {};

        public Append {
            items = List.copyOf(items);
        }

        /** One without entries, and without addresses. */
        public Append(long number, long previousIndex, long previousTerm, long commitIndex, long heldByAll) {
            this(number, previousIndex, previousTerm, commitIndex, heldByAll, "", "", NO_BYTES, List.of());
        }

        /** The same with the leader's addresses. */
        public Append from(String leaderAgents, String leaderHttp) {
            return new Append(
                    number,
                    previousIndex,
                    previousTerm,
                    commitIndex,
                    heldByAll,
                    leaderAgents,
                    leaderHttp,
                    array,
                    items);
        }
    }

    /**
     * An entry in an {@link Append}.
     *
     * @param offset of its content in the array that the message came in
     * @param length of its content
     */
    record Item(EntryHeader header, int offset, int length) {}

    /**
     * Answers {@link Append}, or tells later what a sync has made durable.
     *
     * @param number of the request that is answered, 0 when none is
     * @param accepted whether the entry before was found; otherwise nothing was taken
     * @param full whether there was no room for all of them
     * @param verified newest entry known to be the leader's, in this term
     * @param durable newest of these that the sender's disk has
     * @param hintIndex of a refused one: newest entry of the sender at or below the one asked for
     * @param hintTerm term of that
     */
    record Appended(
            long number, boolean accepted, boolean full, long verified, long durable, long hintIndex, long hintTerm)
            implements PeerMessage {}

    /**
     * The leader is there, but no longer keeps the entries that the other one needs next: that one has to fetch a snapshot. It
     * is answered like {@link Append}.
     *
     * @param number of the request, as those of {@link Append}
     * @param firstIndex oldest entry that the leader can send
     * @param previousTerm term of the entry before that one
     */
    record Behind(long number, long firstIndex, long previousTerm, String agents, String http) implements PeerMessage {
        /** The same, with where the leader is reached. */
        public Behind from(String agentsPort, String httpPort) {
            return new Behind(number, firstIndex, previousTerm, agentsPort, httpPort);
        }
    }

    /** What a collector says that fetches files, and what it is answered: nothing that the core of the quorum is told. */
    sealed interface Fetching extends PeerMessage {}

    /**
     * Asks for a piece of what a joining collector needs.
     *
     * @param number of the request, told in the answer
     * @param snapshot index of the snapshot that was offered; 0 in the request for an offer
     * @param part what of it, as {@code JoinOffer} numbers it
     * @param from offset of the first byte, or index of the first entry
     * @param length most bytes that are asked for
     * @param sum CRC32C of the bytes that the sender has there already, when it has all of them
     * @param hasSum whether it has
     */
    record Ask(long number, long snapshot, int part, long from, int length, int sum, boolean hasSum)
            implements Fetching {}

    /**
     * Asks for a piece of a file that has ended.
     *
     * @param number of the request, told in the answer
     * @param file its name, relative to the output's folder
     * @param fileBytes its length, as the sender's history has it
     * @param from offset of the first byte
     * @param length most bytes that are asked for
     */
    record AskEnded(long number, String file, long fileBytes, long from, int length) implements Fetching {}

    /**
     * Answers {@link Ask} and {@link AskEnded}.
     *
     * @param array that the message came in, or that holds the piece
     * @param offset of the piece in it
     */
    record Told(long number, Result result, byte[] array, int offset, int length) implements Fetching {}

    /** What became of an {@link Ask} or {@link AskEnded}. */
    enum Result {
        /** The piece follows. */
        PIECE(1),
        /** The sender has the very bytes. */
        SAME(2),
        /** That snapshot is no longer offered: ask for an offer again. Or that file is not here, or has another length. */
        GONE(3);

        private final int code;

        Result(int code) {
            this.code = code;
        }

        /** As it stands in a message. */
        public int code() {
            return code;
        }

        static Result of(int code) throws MalformedException {
            for (Result result : values()) {
                if (result.code == code) {
                    return result;
                }
            }
            throw new MalformedException("unknown result: " + code);
        }
    }

    /**
     * What a CHECK entry made the sender note: the same on all, or one of them is damaged.
     *
     * @param index of the entry
     * @param digest of the state
     * @param outputs the open files; none where somebody has moved one away, so that they cannot be compared
     */
    record Checked(long index, long digest, List<CheckedOutput> outputs) implements PeerMessage {
        public Checked {
            outputs = List.copyOf(outputs);
        }
    }

    /** An open file at a {@link Checked}. */
    record CheckedOutput(String file, long lengthBytes, int tailCrc) {}

    /** The leader hands over: stand at once. */
    record Campaign() implements PeerMessage {}

    /** The sender leads no longer: nobody has to wait until its silence is noticed. */
    record Resigned() implements PeerMessage {}
}
