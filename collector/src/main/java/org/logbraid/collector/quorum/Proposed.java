package org.logbraid.collector.quorum;

/** What became of a proposal. */
public enum Proposed {
    /** It is an entry, not yet committed. */
    APPENDED,
    /** The journal has no room: nothing was taken, the same proposal may work later. */
    NO_ROOM,
    /** This collector leads, but its term has not begun yet, or is being handed over: as above. */
    NOT_NOW,
    /** This collector does not lead: nothing was taken. */
    NOT_LEADING
}
