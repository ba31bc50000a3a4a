package org.logbraid.common.frame;

/** Bytes that cannot be what they claim to be. Ends the connection they came from, or the start of a damaged journal. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedException(String message) {
        super(message);
    }
}
