package org.logbraid.collector.testing;

/** What the log says of a generation, for those who ask what is missing. Not thread-safe. */
public final class ReferenceAccount {
    private final String agent;
    private final String path;
    String firstLine = "";
    long gapBytes;
    boolean gone;

    ReferenceAccount(String agent, String path) {
        this.agent = agent;
        this.path = path;
    }

    public boolean isOf(String agentName, String sourcePath) {
        return agent.equals(agentName) && path.equals(sourcePath);
    }

    /** Its first line, newline included, or empty. */
    public String firstLine() {
        return firstLine;
    }

    /** Whether the log says that bytes of it were lost, or may have been (G4). */
    public boolean tellsOfLoss() {
        return gapBytes > 0 || gone;
    }
}
