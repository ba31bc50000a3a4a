package org.logbraid.collector.peers.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.TpHeader;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;
import org.logbraid.collector.peers.PeerChannel;

/**
 * A message of the quorum, as JGroups writes messages: without reliability or flow control, and with the cluster's name in
 * its header. Everything before the payload is the same in all of them but for the length, so that what arrives can be
 * told without making anything of it.
 *
 * <p>Not thread-safe: lives while it is written.
 */
final class QuorumMessage extends BytesMessage {
    /** Name of the group; ends with the epoch of what is said in it. */
    static final String CLUSTER = "logbraid-collectors-1";

    /** Version, flags and type, which stand at the beginning of every message of JGroups. */
    static final int START_BYTES = 5;

    /** JGroups' own types are below 32. */
    static final short TYPE = 76;

    /** Everything before the payload. */
    static final int HEAD_BYTES = head(1).length;

    private static final byte[] SAME = Arrays.copyOfRange(head(1), START_BYTES, HEAD_BYTES - Integer.BYTES);

    private QuorumMessage(int length) {
        this.length = length;
        setFlag(Flag.NO_RELIABILITY, Flag.NO_FC, Flag.DONT_BUNDLE);
        putHeader(ClassConfigurator.getProtocolId(TP.class), new TpHeader(CLUSTER));
    }

    /** What stands before a payload of this length. */
    static byte[] head(int length) {
        try {
            var out = new ByteArrayDataOutputStream(64);
            Util.writeMessage(new QuorumMessage(length), out, false);
            return Arrays.copyOf(out.buffer(), out.position());
        } catch (IOException e) {
            throw new IllegalStateException("an array in memory cannot be written to", e);
        }
    }

    /**
     * Reads what follows the start of a message of this type, up to the payload.
     *
     * @param remaining bytes of the message that follow its start
     * @return length of the payload, or -1 when it is no message of this group and epoch, or its lengths differ
     */
    static int readHead(DataInput in, int remaining) throws IOException {
        int length = remaining - SAME.length - Integer.BYTES;
        if (length < 1 || length > PeerChannel.MAX_MESSAGE_BYTES) {
            return -1;
        }
        byte[] same = new byte[SAME.length];
        in.readFully(same);
        return Arrays.equals(same, SAME) && in.readInt() == length ? length : -1;
    }

    @Override
    public short getType() {
        return TYPE;
    }

    @Override
    public Supplier<Message> create() {
        return () -> new QuorumMessage(0);
    }

    @Override
    public void writePayload(DataOutput out) throws IOException {
        out.writeInt(length); // the bytes follow from where they lie
    }
}
