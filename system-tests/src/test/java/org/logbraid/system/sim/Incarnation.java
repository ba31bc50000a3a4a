package org.logbraid.system.sim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.disk.DiskFile;

/**
 * One incarnation of a log file, as its writer knows it: what was written to it, and what became of it. Bytes that nobody
 * could read any more may be missing from the merged file (G4), all others not.
 */
final class Incarnation {
    private final String agent;
    private final String path;
    private final int number;
    private final DiskFile file;
    private final List<WrittenLine> lines = new ArrayList<>();
    private long size;
    private String begun = "";
    private long begunStampNanos;
    private int losableFrom = Integer.MAX_VALUE;
    private @Nullable BooleanSupplier reader;
    private @Nullable BooleanSupplier witness;
    private long witnessedBytes;
    private boolean copied;

    /** Begins with no line; its number is that among the incarnations of the file, from 0. */
    Incarnation(String agent, String path, int number, DiskFile file) {
        this.agent = agent;
        this.path = path;
        this.number = number;
        this.file = file;
    }

    String agent() {
        return agent;
    }

    String path() {
        return path;
    }

    int number() {
        return number;
    }

    DiskFile file() {
        return file;
    }

    long size() {
        return size;
    }

    /** How many lines it has. */
    int sequence() {
        return lines.size();
    }

    List<WrittenLine> lines() {
        return lines;
    }

    boolean isUnfinished() {
        return !begun.isEmpty();
    }

    /** What its lines' texts name it by. */
    String label() {
        return agent + " " + path.substring(path.lastIndexOf('/') + 1) + " " + number;
    }

    /** Writes a line but for its newline. */
    void begin(String text, long stampNanos) throws IOException {
        begun = text;
        begunStampNanos = stampNanos;
        put(text);
    }

    void finishLine() throws IOException {
        put("\n");
        leaveUnfinished();
    }

    /** The line in hand will never get its newline; it counts as one all the same (G11). */
    void leaveUnfinished() {
        lines.add(new WrittenLine(this, lines.size(), begun, begunStampNanos));
        begun = "";
    }

    private void put(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        file.write(bytes, 0, bytes.length, size);
        size += bytes.length;
    }

    /** What was written from a line on is destroyed in the end, and can only be read until then. */
    void destroyedFrom(int sequence) {
        losableFrom = Math.min(losableFrom, sequence);
    }

    /** A copy is read on as if it were the whole: nobody can know of lines behind it that he has not seen. */
    void copiedBeforeItsEnd() {
        copied = true;
    }

    /**
     * A process had seen so many bytes of it when it was destroyed.
     *
     * @param lives whether that process has lived on
     */
    void witnessed(BooleanSupplier lives, long bytes) {
        witness = lives;
        witnessedBytes = bytes;
    }

    /** Whether somebody must have told of its loss: who has seen more of it, or has read some of it and finds it gone. */
    boolean mustBeToldOf(long readBytes) {
        boolean seen = witness != null && witness.getAsBoolean() && witnessedBytes > readBytes;
        return !copied && (seen || readBytes > 0);
    }

    /**
     * It can be found by nobody but a process that has it open already.
     *
     * @param lives whether that process has lived on; null when there is none
     */
    void hiddenFromAllBut(@Nullable BooleanSupplier lives) {
        losableFrom = 0;
        reader = lives;
    }

    boolean mayMiss(WrittenLine line) {
        return line.sequence() >= losableFrom && (reader == null || !reader.getAsBoolean());
    }

    @Override
    public String toString() {
        return label() + (losableFrom == Integer.MAX_VALUE ? "" : " losable from " + losableFrom);
    }
}
