package org.logbraid.collector.intake;

import java.util.List;
import java.util.Map;
import org.logbraid.collector.ShapingSettings;

/**
 * What other threads see of the intake. Immutable; published by the {@code collector-intake} thread every 100 ms.
 *
 * @param serving whether agents are served here
 * @param stopping whether the collector is about to end
 * @param shaping the shaping settings that count
 * @param agents all connections that hold a name
 * @param fileBytes by id of generation, the lengths of files that are longer than what was read of them
 * @param counters by name, what the intake has counted since its process began
 */
public record IntakeView(
        boolean serving,
        boolean stopping,
        ShapingSettings shaping,
        List<AgentView> agents,
        Map<Long, Long> fileBytes,
        Map<String, Long> counters) {

    /**
     * A connected agent.
     *
     * @param peer its true address
     * @param session its session, 0 while it has none
     * @param bytesInFlight bytes sent and not applied
     * @param clockBehindMillis how far its clock is behind ours
     */
    public record AgentView(String name, String peer, long session, long bytesInFlight, long clockBehindMillis) {}

    /** Before the first turn. */
    static IntakeView nothing(ShapingSettings shaping) {
        return new IntakeView(false, false, shaping, List.of(), Map.of(), Map.of());
    }
}
