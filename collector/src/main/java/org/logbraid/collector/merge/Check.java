package org.logbraid.collector.merge;

import java.util.List;
import org.logbraid.collector.output.OutputState;
import org.logbraid.collector.peers.PeerMessage.Checked;
import org.logbraid.collector.peers.PeerMessage.CheckedOutput;

/**
 * What a CHECK entry made this collector note: the same on all of them, or one is damaged. Immutable.
 *
 * @param index index of the entry
 * @param digest of the state machine
 * @param outputs lengths and checksums; none where a file was moved away by somebody, so that they say nothing
 */
public record Check(long index, long digest, List<OutputState> outputs) {
    public Check {
        outputs = List.copyOf(outputs);
    }

    /** As the other collectors are told. */
    public Checked toPeers() {
        return new Checked(
                index,
                digest,
                outputs.stream()
                        .map(output -> new CheckedOutput(output.file(), output.lengthBytes(), output.tailCrc()))
                        .toList());
    }
}
