package org.logbraid.collector.peers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.logbraid.collector.peers.PeerMessage.Checked;
import org.logbraid.collector.peers.PeerMessage.CheckedOutput;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/** The body of a {@link Checked} as bytes. Stateless. */
final class CheckedCodec {
    private static final int MOST_OUTPUTS = 65_536;
    private static final int MOST_NAME_BYTES = 8_192;

    private CheckedCodec() {}

    static void write(Checked checked, ByteSink into) {
        into.varint(checked.index());
        into.i64(checked.digest());
        into.varint(checked.outputs().size());
        for (CheckedOutput output : checked.outputs()) {
            into.sized(output.file().getBytes(StandardCharsets.UTF_8));
            into.i64(output.lengthBytes());
            into.i32(output.tailCrc());
        }
    }

    static Checked read(ByteSource from) throws MalformedException {
        long index = from.varint();
        long digest = from.i64();
        int count = from.count(MOST_OUTPUTS);
        List<CheckedOutput> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String file = new String(from.sized(MOST_NAME_BYTES), StandardCharsets.UTF_8);
            outputs.add(new CheckedOutput(file, from.i64(), from.i32()));
        }
        return new Checked(index, digest, outputs);
    }
}
