package org.logbraid.collector.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;

/**
 * Asks a collector's HTTP port. Built on the oldest client of the JDK, for it starts in a few milliseconds.
 *
 * <p>Stateless; safe for all threads.
 */
public final class StatusClient {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 15_000;
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private final HostPort collector;

    public StatusClient(HostPort collector) {
        this.collector = collector;
    }

    /**
     * An answer.
     *
     * @param status 200 when it was done
     * @param body JSON; an object with {@code message} or {@code error} when something was to be changed
     */
    public record Reply(int status, String body) {
        public boolean isDone() {
            return status == HttpURLConnection.HTTP_OK;
        }

        /** The sentence of a body that is a message or an error, else the body itself. */
        public String sentence() {
            try {
                var object = JsonReader.readObject(body);
                Object sentence = object.getOrDefault("error", object.get("message"));
                return sentence instanceof String text ? text : body;
            } catch (IllegalArgumentException e) {
                return body.isEmpty() ? "the collector answered " + status : body;
            }
        }
    }

    /**
     * Gets what stands under a path.
     *
     * @throws IOException naming the collector, when it cannot be asked
     */
    public Reply get(String path) throws IOException {
        return ask("GET", path, null, false);
    }

    /**
     * Asks for a change and waits until it is applied.
     *
     * @param json the body
     * @throws IOException naming the collector, when it cannot be asked
     */
    public Reply post(String path, String json) throws IOException {
        return ask("POST", path, json.getBytes(StandardCharsets.UTF_8), false);
    }

    /** As {@link #post}, for a collector that hands on what it was asked: it is not handed on again. */
    Reply forward(String path, byte[] json) throws IOException {
        return ask("POST", path, json, true);
    }

    private Reply ask(String method, String path, byte @Nullable [] body, boolean forwarded) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + collector + path).toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod(method);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setRequestProperty(StatusServer.HEADER, "1");
                if (forwarded) {
                    connection.setRequestProperty(StatusServer.FORWARDED, "1");
                }
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            int status = connection.getResponseCode();
            InputStream stream = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
            if (stream == null) {
                return new Reply(status, "");
            }
            try (stream) {
                return new Reply(status, new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IOException(
                    "the collector cannot be asked at http://" + collector + ": " + e.getMessage()
                            + "; is it running, and is this its --http address?",
                    e);
        } finally {
            connection.disconnect();
        }
    }
}
