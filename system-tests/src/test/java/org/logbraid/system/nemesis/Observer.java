package org.logbraid.system.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.logbraid.system.process.LogbraidProcess;

/**
 * Asks collectors for their status, from outside of their network: from the hub, which is never cut off. An answer takes
 * about a millisecond.
 *
 * <p>Belongs to the test's thread.
 */
final class Observer implements Closeable {
    private final Path folder;
    private final Path socket;
    private final LogbraidProcess relay;

    /**
     * Starts one.
     *
     * @param output where its output goes
     */
    Observer(Machine hub, Path output) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("nemesis"); // the path of a socket has to be short
        socket = folder.resolve("relay");
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                HttpRelay.class.getName(),
                socket.toString());
        relay = LogbraidProcess.start(output, output, "observer", hub.command(words), Map.of());
        relay.awaitReady();
    }

    /** The status as JSON; empty when it does not come in time. */
    String status(String address, Duration patience) throws IOException {
        return page(address + "/api/v1/status", patience);
    }

    /** What is served at an address and path, whatever the status; empty when it does not come in time. */
    String page(String addressAndPath, Duration patience) throws IOException {
        try (var connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var out = Channels.newOutputStream(connection);
            out.write((patience.toMillis() + " http://" + addressAndPath + "\n").getBytes(UTF_8));
            return new String(Channels.newInputStream(connection).readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        relay.clearAway();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(folder);
    }
}
