package org.logbraid.bench.stages;

import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.Lz4;

/** How the blocks of a benchmark's frames are packed. */
public enum Packing {
    STORED,
    LZ4;

    BlockCodec codec() {
        return this == LZ4 ? new Lz4() : BlockCodec.STORED;
    }
}
