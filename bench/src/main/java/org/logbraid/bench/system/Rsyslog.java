package org.logbraid.bench.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.logbraid.bench.machine.MeasuredProcess;
import org.logbraid.deploy.demo.FreePort;

/**
 * rsyslog as a shipper: imfile, TCP, omfile. The fastest of the usual ones, set for speed: lines travel bare, the queues
 * are large, nothing is acknowledged and nothing is kept.
 */
public final class Rsyslog implements Shipper {
    private static final int CONNECT_MILLIS = 200;
    private static final int MOST_TRIES = 100;
    private static final int UNTIL_FILES_ARE_WATCHED_MILLIS = 1_500;

    private static final String QUEUE = "main_queue(queue.size=\"200000\" queue.dequeueBatchSize=\"4096\")\n";

    @Override
    public String name() {
        return "rsyslog, imfile → TCP → omfile";
    }

    @Override
    public Optional<String> missing() {
        return Programs.find("rsyslogd").isPresent()
                ? Optional.empty()
                : Optional.of("rsyslog is left out: there is no rsyslogd on the path");
    }

    @Override
    public Way start(Path work, List<Path> files, boolean once) throws IOException, InterruptedException {
        int port = FreePort.next().port();
        Path merged = work.resolve("merged.log");
        MeasuredProcess receiver = start(
                work,
                "receiver",
                "module(load=\"imtcp\")\n"
                        + "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"" + port
                        + "\" supportOctetCountedFraming=\"off\")\n" // or the first digits of an address are a length
                        + "template(name=\"line\" type=\"string\" string=\"%rawmsg%\\n\")\n"
                        + "action(type=\"omfile\" file=\"" + merged + "\" template=\"line\" ioBufferSize=\"256k\")\n");
        try {
            awaitPort(port);
            String inputs = files.stream()
                    .map(file -> "input(type=\"imfile\" File=\"" + file + "\" Tag=\"bench:\")\n")
                    .collect(Collectors.joining());
            MeasuredProcess sender = start(
                    work,
                    "sender",
                    "module(load=\"imfile\")\n" + inputs
                            + "template(name=\"line\" type=\"string\" string=\"%msg%\\n\")\n"
                            + "action(type=\"omfwd\" target=\"127.0.0.1\" protocol=\"tcp\" port=\"" + port
                            + "\" template=\"line\" action.resumeRetryCount=\"-1\")\n");
            if (!once) {
                Thread.sleep(UNTIL_FILES_ARE_WATCHED_MILLIS); // it does not say when it is ready
            }
            return new Way(work, merged, receiver, sender, false);
        } catch (IOException | InterruptedException e) {
            receiver.close();
            throw e;
        }
    }

    private static MeasuredProcess start(Path work, String role, String rules) throws IOException {
        Path folder = Files.createDirectories(work.resolve(role));
        Path file = work.resolve(role + ".conf");
        Files.writeString(file, "global(workDirectory=\"" + folder + "\")\n" + QUEUE + rules);
        String program = Programs.find("rsyslogd").orElseThrow().toString();
        return MeasuredProcess.start(
                List.of(
                        program,
                        "-n",
                        "-f",
                        file.toString(),
                        "-i",
                        folder.resolve("pid").toString()),
                work,
                Map.of(),
                ProcessBuilder.Redirect.DISCARD);
    }

    private static void awaitPort(int port) throws IOException, InterruptedException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int i = 0; i < MOST_TRIES; i++) {
            try (var socket = new Socket()) {
                socket.connect(address, CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                Thread.sleep(50); // not listening yet
            }
        }
        throw new IOException("rsyslogd does not listen on port " + port);
    }
}
