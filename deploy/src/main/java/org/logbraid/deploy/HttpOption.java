package org.logbraid.deploy;

import java.io.IOException;
import java.util.Optional;
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

    /** Has something changed, which is done when this returns. */
    String post(Choices choices, String path, String json) throws CommandFailure {
        return done(choices, client -> client.post(path, json));
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
