package org.logbraid.agent.tail;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.framing.FramingState;
import org.logbraid.common.Failpoint;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.GapReason;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.wire.GenerationRow;

/**
 * One incarnation of a followed file: what the log knows of it, what is in frames, and where its bytes are.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Generation {
    final Source source;

    /** Of the file it was made for, or as in its OPEN; a copy that takes the place of the file leaves it as it is. */
    final Fingerprint fingerprint;

    final FramingState framing;
    long id;

    /** Where reading began, and what stood before. */
    long start;

    private Resume startResume;

    /** Its place among the generations of the source, as far as the log knows it. */
    long number = Long.MAX_VALUE;

    // In the log.

    private boolean openAccepted;
    private boolean closeAccepted;
    private long accepted;
    private Resume acceptedResume = Resume.NONE;

    // In frames that were made; goes back to what is in the log when they are void.

    private boolean openFramed;
    private boolean closeFramed;
    private long framed;
    private Resume framedResume = Resume.NONE;

    /** Whether the framing state speaks of the byte at {@link #framed}. */
    boolean framingFollows;

    // The file.

    /** What it is read from: the file's identity, or that of the copy. */
    Fingerprint identity;

    /** Where it stood at the last look; null when it is nowhere to be seen. */
    @Nullable
    Path where;

    /** Open, or null when it is closed for the time being. */
    @Nullable
    DiskFile file;

    /** Hash of what stood at its beginning when it was opened. */
    Resume head = Resume.NONE;

    /** Length at the last look. */
    long size;

    /** Length that was seen before it was cut: what a copy lacks of that is lost. */
    long seenSize;

    /** When it was last seen to have grown, by the monotonic clock. */
    long grewAtNanos;

    /** From when on it counts as quiet: since it grew, or since it was seen to be rotated, whichever was later. */
    long quietFromNanos;

    /** Whether it no longer stands at its source's path. */
    boolean rotated;

    /** Whether what it has and was not read can never be read. */
    boolean lost;

    /** How, if it is lost. */
    GapReason lostBy = GapReason.DELETED;

    /** The look that saw it at its source's path, and the one that saw it anywhere. */
    long seenAtHome;

    long seenAnywhere;

    /** When bytes of it were last asked for; the longest unused are closed first. */
    long used;

    /** Length at which reading found nothing but an unfinished line, or -1. */
    long unfinishedAt = -1;

    Generation(Source source, Fingerprint fingerprint, long id, long start, Resume startResume) {
        this.source = source;
        this.fingerprint = fingerprint;
        this.identity = fingerprint;
        this.framing = new FramingState(source.stamps);
        this.id = id;
        this.start = start;
        this.startResume = startResume;
        beginAgain();
    }

    /** It is not in the log: reading begins at its start. */
    void beginAgain() {
        number = Long.MAX_VALUE;
        openAccepted = false;
        closeAccepted = false;
        accepted = start;
        acceptedResume = startResume;
        voided();
    }

    /** It is not in the log and is to begin elsewhere. */
    void beginAt(long startOffset, Resume resume) {
        start = startOffset;
        startResume = resume;
        beginAgain();
    }

    /** The log says so. */
    void follow(GenerationRow row) {
        id = row.id();
        number = row.number();
        start = row.start();
        startResume = Resume.NONE;
        openAccepted = true;
        closeAccepted = row.closed();
        accepted = row.end();
        acceptedResume = row.resume();
        voided();
    }

    /** What is in frames goes back to what is in the log. */
    void voided() {
        openFramed = openAccepted;
        closeFramed = closeAccepted;
        framed = accepted;
        framedResume = acceptedResume;
        framingFollows = false;
        unfinishedAt = -1;
    }

    void grew(long nowNanos) {
        grewAtNanos = nowNanos;
        quietFromNanos = nowNanos;
    }

    void framedOpen() {
        Failpoint.OPEN.pass();
        openFramed = true;
    }

    void framedTo(long end, Resume resume) {
        framed = end;
        framedResume = resume;
    }

    void framedClose() {
        closeFramed = true;
    }

    void acceptedOpen() {
        Failpoint.OPEN.pass();
        openAccepted = true;
    }

    void acceptedTo(long end, Resume resume) {
        accepted = end;
        acceptedResume = resume;
    }

    void acceptedClose() {
        closeAccepted = true;
    }

    boolean isOpenFramed() {
        return openFramed;
    }

    boolean isOpenAccepted() {
        return openAccepted;
    }

    boolean isCloseFramed() {
        return closeFramed;
    }

    boolean isCloseAccepted() {
        return closeAccepted;
    }

    /** First byte that is in no frame yet. */
    long framed() {
        return framed;
    }

    Resume framedResume() {
        return framedResume;
    }

    long accepted() {
        return accepted;
    }

    Resume acceptedResume() {
        return acceptedResume;
    }

    /** Whether the log should know it: its bytes can be read, or it is known that some are missing. */
    boolean isWorthOpening() {
        return !lost || size > start;
    }

    /**
     * Of the file that its OPEN names: the one it is read from by then, or none once it is lost. The one it was made for may
     * have been cut, and another process may have brought what it has now into the log: with a later OPEN of the same file
     * there, the next process would take it for the newer generation's and read those bytes again.
     */
    Fingerprint fingerprintToOpen() {
        return lost ? fingerprint.withoutFile() : identity;
    }

    /** Whether there are bytes that were seen and are in no frame. */
    boolean hasMore() {
        return size > framed && !closeFramed;
    }

    /** Whether all that is left is a line without its newline. */
    boolean isUnfinished() {
        return hasMore() && unfinishedAt == size;
    }

    @Override
    public String toString() {
        return source.path + " " + framed + "/" + size + (rotated ? " rotated" : "") + (lost ? " lost" : "");
    }
}
