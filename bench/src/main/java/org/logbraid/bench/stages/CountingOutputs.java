package org.logbraid.bench.stages;

import java.util.List;
import org.logbraid.collector.output.Output;
import org.logbraid.collector.output.OutputState;
import org.logbraid.collector.output.Outputs;

/** Outputs that only count what they are given. Not thread-safe. */
final class CountingOutputs implements Outputs, Output {
    private long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public Output open(String name, long index) {
        return this;
    }

    @Override
    public void leave(String name, long index) {
        // nothing is kept that could be left
    }

    @Override
    public List<OutputState> states() {
        return List.of(state());
    }

    @Override
    public void write(byte[] text, int offset, int length) {
        bytes += length;
    }

    @Override
    public void flush() {
        // counted is all it can be
    }

    @Override
    public void force() {
        // counted is all it can be
    }

    @Override
    public void end(long index) {
        // the next file is counted on
    }

    @Override
    public OutputState state() {
        return new OutputState("counted", bytes, 0);
    }
}
