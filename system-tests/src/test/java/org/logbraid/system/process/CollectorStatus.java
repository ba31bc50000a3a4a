package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks collectors for their status. Immutable. */
public final class CollectorStatus {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();

    /** As JSON; the address is that of {@code --http}. */
    public String of(String address) throws IOException, InterruptedException {
        return of(address, PATIENCE);
    }

    /** As JSON, if it comes in time. */
    String of(String address, Duration patience) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/status"))
                .timeout(patience)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
    }

    /** A number in it, wherever it stands. */
    public static long number(String status, String key) {
        Matcher number = Pattern.compile("\"" + key + "\"\\s*:\\s*(-?\\d+)").matcher(status);
        if (!number.find()) {
            throw new AssertionError("no " + key + " in " + status);
        }
        return Long.parseLong(number.group(1));
    }
}
