package org.logbraid.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logbraid.common.HostPort;

class AgentStagesTest {
    private static List<HostPort> addresses(String list) {
        return Stream.of(list.split(" ", -1)).map(HostPort::parse).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:1, false",
        "127.0.0.7:1, false",
        "[::1]:1, false",
        "collector.example:1, true",
        "127.0.0.1:1 127.0.0.1:2 127.0.0.1:3, true"
    })
    void linesAreNotPackedTowardsTheOneCollectorOfThisMachine(String collectors, boolean packed) {
        var settings = AgentSettings.defaults(List.of("*.log"), addresses(collectors));

        assertThat(AgentStages.isPacking(settings)).isEqualTo(packed);
    }
}
