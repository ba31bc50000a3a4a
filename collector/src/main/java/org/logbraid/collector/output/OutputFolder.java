package org.logbraid.collector.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.logbraid.collector.output.OutputHistory.Event;
import org.logbraid.collector.output.OutputHistory.Kind;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFullException;
import org.logbraid.common.wire.InstanceId;

/**
 * The outputs of a collector as text files in a folder.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
public final class OutputFolder implements Outputs, Closeable {
    private final OutputHistory history;
    private final OutputPlaces places;
    private final TreeMap<String, OutputFile> open = new TreeMap<>();

    /**
     * Outputs in a folder, none of them open.
     *
     * @param cutsAhead whether text may be ahead of the journal after a power cut ({@code acks: replicated})
     * @param notices where it is said that the disk is full
     */
    public OutputFolder(Disk disk, Path folder, OutputHistory history, boolean cutsAhead, RoomNotices notices) {
        this.history = history;
        this.places = new OutputPlaces(disk, folder.toAbsolutePath().normalize(), history, cutsAhead, notices);
    }

    /**
     * Goes on where a snapshot stood.
     *
     * @param historyBytes length of the history when the snapshot was taken
     * @throws OutputMismatchException when a file is missing, shorter or has other bytes than the snapshot says
     */
    public void resume(List<OutputState> states, long historyBytes) throws IOException {
        if (historyBytes > history.lengthBytes()) {
            throw new OutputMismatchException("the history of outputs is shorter than the snapshot says: length="
                    + history.lengthBytes() + " snapshot=" + historyBytes
                    + "; put back the file named outputs in --data, or start with new --data and --out");
        }
        for (OutputState state : states) {
            open.put(
                    state.file(), OutputFile.resume(state, history, places, history.after(historyBytes, state.file())));
        }
    }

    /**
     * Says which log the outputs belong to, before the first is opened.
     *
     * @throws OutputMismatchException when they were begun by another one
     */
    public void belongsTo(InstanceId log) throws IOException {
        history.belongsTo(log);
    }

    @Override
    public Output open(String name, long index) throws IOException {
        OutputFile there = open.get(name);
        if (there == null) {
            there = begin(name, index);
            open.put(name, there);
        }
        return there;
    }

    private OutputFile begin(String name, long index) throws IOException {
        List<Event> events = history.after(0, name);
        Event begun = null;
        for (Event event : events) {
            if (event.kind() == Kind.BEGUN && event.index() == index) {
                begun = event;
            }
        }
        if (begun == null) {
            makeWay(name, index, events);
            begun = history.add(Kind.BEGUN, name, index, 0);
        }
        return OutputFile.begin(name, history, places, history.after(begun.place(), name));
    }

    /** Whatever stands under the name makes way: a file of ours that was left as one that has ended, another aside. */
    private void makeWay(String name, long index, List<Event> events) throws IOException {
        Event last = events.isEmpty() ? null : events.get(events.size() - 1);
        long size = places.size(name);
        if (last != null && last.kind() == Kind.ENDED && last.index() == index) {
            places.ended(name, index); // a start before this one came as far as noting it
        } else if (last != null && size > 0) {
            places.makeRoomFor(name, index);
            history.add(Kind.ENDED, name, index, size);
            places.ended(name, index);
        }
        places.setAside(name);
    }

    @Override
    public void leave(String name, long index) throws IOException {
        OutputFile left = open.get(name);
        if (left != null) {
            left.force();
            left.close();
            open.remove(name);
        }
    }

    @Override
    public List<OutputState> states() {
        return open.values().stream().map(OutputFile::state).toList();
    }

    /** Whether somebody ever moved an output away, so that the lengths of files here are not those elsewhere. */
    public boolean wereMoved() {
        return history.names().stream()
                .anyMatch(name -> history.after(0, name).stream().anyMatch(event -> event.kind() == Kind.MOVED));
    }

    /** Length of the history of outputs, for a snapshot. */
    public long historyBytes() {
        return history.lengthBytes();
    }

    /** Hands everything taken so far to the operating system; tries again what a full disk refused. */
    public void flush() throws IOException {
        for (OutputFile file : open.values()) {
            file.flush();
        }
    }

    /** Files of which something was taken since the last sync; they count as forced, so that a sync has to follow. */
    List<OpenOutput> takeUnforced() {
        List<OpenOutput> unforced = new ArrayList<>();
        for (OutputFile file : open.values()) {
            file.takeUnforced(unforced);
        }
        return unforced;
    }

    /** Flushes, and returns when everything is durable. */
    public void force() throws IOException {
        for (OutputFile file : open.values()) {
            file.force();
        }
    }

    /** Whether bytes wait for room on the disk: then no further entry should be applied. */
    public boolean isStalled() {
        return open.values().stream().anyMatch(OutputFile::isStalled);
    }

    /** Whether something was taken since the last {@link #force}. */
    public boolean isUnforced() {
        return open.values().stream().anyMatch(OutputFile::isUnforced);
    }

    /** Whether a replay has not yet come to where the files were before this start: no time for a snapshot. */
    public boolean isReplaying() {
        return open.values().stream().anyMatch(OutputFile::isReplaying);
    }

    /** Finds out whether somebody moved a file away; to be called about once a second. */
    public void lookForNames(long index) throws IOException {
        for (OutputFile file : open.values()) {
            try {
                file.lookForName(index);
            } catch (DiskFullException e) { // nothing is half done: it is found out again
                places.sayFull(e.path());
            }
        }
    }

    /**
     * Every entry from before this start is applied: makes sure that no file has bytes behind those of the log.
     *
     * @throws OutputMismatchException when one has, and they must not be cut
     */
    public void requireSettled() throws IOException {
        for (OutputFile file : open.values()) {
            file.requireSettled();
        }
    }

    /** Bytes cut back because they were ahead of the journal, since this start. */
    public long cutBytes() {
        return places.cutBytes();
    }

    /** Closes the files as they are; flush or force first. */
    @Override
    public void close() throws IOException {
        for (OutputFile file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
