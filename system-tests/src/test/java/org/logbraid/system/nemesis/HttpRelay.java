package org.logbraid.system.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process in a network namespace that asks web servers there for whoever asks it through a socket in the file system,
 * which all namespaces have in common. A connection takes one line, {@code MILLISECONDS URL}, and gets the body; or
 * nothing, when there was none in time. Ends with its standard input, that is with whoever started it.
 */
final class HttpRelay {
    private final HttpClient http = HttpClient.newHttpClient();

    private HttpRelay() {}

    public static void main(String[] arguments) throws IOException {
        var relay = new HttpRelay();
        var endWatch = new Thread(HttpRelay::endWithInput, "end-watch");
        endWatch.start();
        ExecutorService workers = Executors.newCachedThreadPool();
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
            System.err.println("ready");
            while (true) {
                SocketChannel connection = server.accept();
                workers.execute(() -> relay.serve(connection));
            }
        }
    }

    private static void endWithInput() {
        try {
            System.in.readAllBytes();
        } catch (IOException e) {
            // as good as an end
        }
        System.exit(0);
    }

    private void serve(SocketChannel connection) {
        try (connection;
                var in = new BufferedReader(new InputStreamReader(Channels.newInputStream(connection), UTF_8));
                var out = Channels.newOutputStream(connection)) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            String[] words = line.split(" ", 2);
            var request = HttpRequest.newBuilder(URI.create(words[1]))
                    .timeout(Duration.ofMillis(Long.parseLong(words[0])))
                    .build();
            out.write(
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            // nothing is the answer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
