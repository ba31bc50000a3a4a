package org.logbraid.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.common.HostPort;

class FreePortTest {
    /** Where Linux begins with the ports that it gives to outgoing connections. */
    private static final int FIRST_OF_CONNECTIONS = 32_768;

    @Test
    @DisplayName("no port is given twice, and none that an outgoing connection may be given")
    void givesEachOnce() throws IOException {
        Set<HostPort> given = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            HostPort next = FreePort.next();
            assertThat(given.add(next)).isTrue();
            assertThat(next.port()).isBetween(1_024, FIRST_OF_CONNECTIONS - 1);
        }
    }

    @Test
    @DisplayName("a port on which somebody listens is not given")
    void passesOverThoseInUse() throws IOException {
        int after = FreePort.next().port() + 1;
        try (var other = new ServerSocket(after, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(FreePort.next().port()).isNotEqualTo(other.getLocalPort());
        }
    }
}
