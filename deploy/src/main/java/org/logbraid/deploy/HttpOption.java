package org.logbraid.deploy;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.status.StatusClient;
import org.logbraid.common.HostPort;
import org.logbraid.deploy.cli.Choices;
import org.logbraid.deploy.cli.CommandFailure;
import org.logbraid.deploy.cli.Keys;
import picocli.CommandLine.Option;

/** Where to find a collector, and how to ask it. Filled by picocli. */
final class HttpOption {
    private static final HostPort DEFAULT = new HostPort("127.0.0.1", 7880);
    private static final int UNDER_WAY = 202;
    private static final int UNAVAILABLE = 503;
    private static final int MOST_TRIES = 20;
    private static final long TRY_AGAIN_NANOS = 500_000_000;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "HTTP port of a collector; default 127.0.0.1:7880.")
    @Nullable
    String http;

    /** Asks a collector; a refusal or silence is a failure. */
    String get(Choices choices, String path) throws CommandFailure {
        return done(choices, client -> client.get(path));
    }

    /** Has something changed, which is done when this returns; while there is no leader, or it hands over, it is asked again for a while. */
    String post(Choices choices, String path, String json) throws CommandFailure {
        return done(choices, client -> {
            StatusClient.Reply reply = client.post(path, json);
            for (int again = 0; reply.status() == UNAVAILABLE && again < MOST_TRIES; again++) {
                LockSupport.parkNanos(this, TRY_AGAIN_NANOS);
                reply = client.post(path, json);
            }
            return reply;
        });
    }

    /** Has something done that may take long: while it is under way it is asked for again, and each time it is said how far it is. */
    String postUntilDone(Choices choices, String path, String json, Consumer<String> onProgress) throws CommandFailure {
        return done(choices, client -> {
            StatusClient.Reply reply = client.post(path, json);
            while (reply.status() == UNDER_WAY) {
                onProgress.accept(reply.sentence());
                reply = client.post(path, json);
            }
            return reply;
        });
    }

    private interface Ask {
        StatusClient.Reply of(StatusClient client) throws IOException;
    }

    private String done(Choices choices, Ask ask) throws CommandFailure {
        Optional<HostPort> chosen = choices.pick(Keys.HTTP, http, Optional.of(DEFAULT));
        if (chosen.isEmpty()) {
            throw choices.refuse(Keys.HTTP, http != null, "must not be off: the collector is asked over it");
        }
        try {
            StatusClient.Reply reply = ask.of(new StatusClient(chosen.get()));
            if (!reply.isDone()) {
                throw CommandFailure.failed("the collector refuses: http=" + chosen.get() + ": " + reply.sentence());
            }
            return reply.body();
        } catch (IOException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()), e);
        }
    }
}
