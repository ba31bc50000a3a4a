package org.logbraid.collector.merge;

import java.util.List;
import org.logbraid.collector.output.OutputState;

/**
 * What a CHECK entry made this collector note: the same on all of them, or one is damaged. Immutable.
 *
 * @param index index of the entry
 * @param digest of the state machine
 * @param outputs lengths and checksums
 */
public record Check(long index, long digest, List<OutputState> outputs) {
    public Check {
        outputs = List.copyOf(outputs);
    }
}
