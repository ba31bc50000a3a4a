package org.logbraid.collector.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.logbraid.collector.output.Output;
import org.logbraid.collector.output.OutputState;
import org.logbraid.collector.output.Outputs;

/** Outputs that keep their files, finished ones too, in memory. Not thread-safe. */
public final class MemoryOutputs implements Outputs {
    private final Map<String, ByteArrayOutputStream> files = new TreeMap<>();
    private final Set<String> open = new HashSet<>();

    /** All files that hold anything, by name; bytes as Latin-1, so that they can be compared and read. */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (bytes.size() > 0) {
                texts.put(name, bytes.toString(StandardCharsets.ISO_8859_1));
            }
        });
        return texts;
    }

    @Override
    public MemoryOutput open(String name, long index) {
        if (open.add(name)) {
            end(name, index);
        }
        return new MemoryOutput(name);
    }

    @Override
    public void leave(String name, long index) {
        open.remove(name);
    }

    @Override
    public List<OutputState> states() {
        return open.stream()
                .sorted()
                .map(name -> new MemoryOutput(name).state())
                .toList();
    }

    private void end(String name, long index) {
        ByteArrayOutputStream ended = files.remove(name);
        if (ended != null && ended.size() > 0) {
            files.put(name + "." + index, ended);
        }
        files.put(name, new ByteArrayOutputStream());
    }

    /** One of them. */
    final class MemoryOutput implements Output {
        private final String name;

        private MemoryOutput(String name) {
            this.name = name;
        }

        private ByteArrayOutputStream file() {
            return files.computeIfAbsent(name, missing -> new ByteArrayOutputStream());
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            file().write(bytes, offset, length);
        }

        @Override
        public void flush() {
            // memory is as far as it goes
        }

        @Override
        public void force() {
            // memory is as far as it goes
        }

        @Override
        public void end(long index) {
            MemoryOutputs.this.end(name, index);
        }

        @Override
        public OutputState state() {
            byte[] bytes = file().toByteArray();
            var crc = new CRC32C();
            int tail = Math.min(bytes.length, 64 * 1024);
            crc.update(bytes, bytes.length - tail, tail);
            return new OutputState(name, bytes.length, (int) crc.getValue());
        }
    }
}
