package org.logbraid.agent.handover;

/** What the handover tells the process around it, on the {@code agent-handover} thread. */
public interface HandoverListener {
    /** Something an operator should know, said once when it begins. */
    void said(String sentence);

    /**
     * The files of the first scan are made known to the log, or no collector could be reached at the first round: the
     * agent does all it can. Once.
     */
    void ready();

    /**
     * The handover is over; nothing follows.
     *
     * @param status exit status of the process
     * @param sentence why, or empty when all is well
     */
    void ended(int status, String sentence);
}
