package org.logbraid.agent.tail;

import java.util.List;

/**
 * What other threads see of the tail. Immutable; published about forty times a second.
 *
 * @param files files that are followed, rotated ones that are not finished included
 * @param bytesRead bytes of these files that are behind the place of reading
 * @param bytesTotal length of these files
 * @param gaps byte ranges that could not be read, since the start
 * @param unreadable paths that are missing or cannot be read, for people; what is no file is skipped
 * @param readable whether anything that can be read has been found, closed files included
 * @param firstScanDone whether all files of the first scan are in frames of this session
 * @param drained whether, with {@code --once}, everything is handed over
 */
public record TailView(
        int files,
        long bytesRead,
        long bytesTotal,
        long gaps,
        List<String> unreadable,
        boolean readable,
        boolean firstScanDone,
        boolean drained) {
    /** Before the first look. */
    public static final TailView EMPTY = new TailView(0, 0, 0, 0, List.of(), false, false, false);

    public TailView {
        unreadable = List.copyOf(unreadable);
    }
}
