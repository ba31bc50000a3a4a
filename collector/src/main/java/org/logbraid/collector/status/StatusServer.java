package org.logbraid.collector.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.join.FetchAnswer;
import org.logbraid.collector.quorum.MemberChange;
import org.logbraid.common.HostPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the status over HTTP. What changes something is a POST of JSON with the header {@link #HEADER}, which no web page
 * can send without being asked first; it is answered when it is applied.
 *
 * <p>Opened and closed by the thread that wires the process; serves on its own {@code http} threads.
 */
public final class StatusServer implements Closeable {
    /** What every POST has to carry, with the value 1. */
    public static final String HEADER = "X-Logbraid";

    /** What a request carries that one collector has sent on to another. */
    static final String FORWARDED = "X-Logbraid-Forwarded";

    private static final Logger log = LoggerFactory.getLogger(StatusServer.class);
    private static final int MOST_BODY_BYTES = 64 * 1024;
    private static final int THREADS = 4;
    private static final long PATIENCE_SECONDS = 9;
    private static final String FETCH = "/api/v1/fetch"; // of the collector that is asked, not of the leader

    static {
        // Whoever connects and says nothing must not keep a thread.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final HostPort address;
    private final Supplier<StatusReport> report;
    private final Supplier<Requests> requests;
    private final Supplier<CompletableFuture<FetchAnswer>> fetch;

    private StatusServer(
            HostPort bind,
            Supplier<StatusReport> report,
            Supplier<Requests> requests,
            Supplier<CompletableFuture<FetchAnswer>> fetch,
            BiConsumer<String, Throwable> onFailure)
            throws IOException {
        this.report = report;
        this.requests = requests;
        this.fetch = fetch;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(bind.host()), bind.port()), 0);
        } catch (IOException e) {
            throw new IOException("the HTTP port cannot listen on " + bind + ": " + e.getMessage(), e);
        }
        address = new HostPort(bind.host(), server.getAddress().getPort());
        threads = Executors.newFixedThreadPool(THREADS, work -> {
            var thread = new Thread(work, "http");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, failure) -> {
                if (failure instanceof Error) { // memory, as a rule: nothing more can be trusted
                    onFailure.accept(failed.getName(), failure);
                }
            });
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    /** Begins to serve: what is asked from then on must have its answers. */
    public void begin() {
        server.start();
    }

    /**
     * Listens, on the given address alone, and serves after {@link #begin}.
     *
     * @param bind port 0 takes a free one
     * @param report the current one
     * @param requests where those go now
     * @param fetch fetches the files that this collector lacks
     * @param onFailure gets a thread's name and the Error that ended it; ends the process
     * @throws IOException naming the address, when it cannot be listened on
     */
    public static StatusServer open(
            HostPort bind,
            Supplier<StatusReport> report,
            Supplier<Requests> requests,
            Supplier<CompletableFuture<FetchAnswer>> fetch,
            BiConsumer<String, Throwable> onFailure)
            throws IOException {
        return new StatusServer(bind, report, requests, fetch, onFailure);
    }

    /** Where it listens, with the port that was taken. */
    public HostPort address() {
        return address;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                reply = reply(exchange);
            } catch (RuntimeException e) {
                log.warn("a request failed: path={}", exchange.getRequestURI().getRawPath(), e);
                reply = Reply.error(500, "this request failed inside; see the collector's log");
            }
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status(), head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        boolean get = method.equals("GET") || method.equals("HEAD");
        boolean post = method.equals("POST");
        return switch (path) {
            case "/api/v1/status" -> get ? Reply.json(200, report.get().status()) : notAllowed();
            case "/livez" -> get ? Reply.text(200, "alive\n") : notAllowed();
            case "/readyz" -> get ? ready() : notAllowed();
            case "/api/v1/settings" ->
                get ? Reply.json(200, report.get().settings()) : post ? change(exchange, path) : notAllowed();
            case "/api/v1/forget", "/api/v1/rotate", "/api/v1/quorum", FETCH ->
                post ? change(exchange, path) : notAllowed();
            default -> Reply.error(404, "nothing is served here");
        };
    }

    private Reply ready() {
        return report.get().isReady()
                ? Reply.text(200, "ready\n")
                : Reply.text(503, "not ready: there is no leader, or this collector stops\n");
    }

    private static Reply notAllowed() {
        return Reply.error(405, "this method is not served here");
    }

    private Reply change(HttpExchange exchange, String path) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!"1".equals(exchange.getRequestHeaders().getFirst(HEADER))) {
            return Reply.error(403, "a POST needs the header '" + HEADER + ": 1'");
        }
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(Reply.JSON)) {
            return Reply.error(415, "a POST needs a body of type " + Reply.JSON);
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        if (body.length > MOST_BODY_BYTES) {
            return Reply.error(413, "a body may have " + MOST_BODY_BYTES + " bytes");
        }
        if (path.equals(FETCH)) {
            return await(fetch.get(), Reply::of);
        }
        Reply elsewhere = forward(exchange, path, body);
        if (elsewhere != null) {
            return elsewhere;
        }
        Requests.Request request;
        try {
            request = request(path, JsonReader.readObject(new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Reply.error(400, String.valueOf(e.getMessage()));
        }
        return await(requests.get().submit(request), Reply::of);
    }

    private Requests.Request request(String path, Map<String, @Nullable Object> body) {
        if (path.equals("/api/v1/rotate")) {
            return new Requests.Request.Rotate();
        }
        if (path.equals("/api/v1/forget")) {
            if (body.get("agent") instanceof String agent && !agent.isEmpty()) {
                return new Requests.Request.Forget(agent);
            }
            throw new IllegalArgumentException("'agent' must name the agent");
        }
        if (path.equals("/api/v1/quorum")) {
            return new Requests.Request.Members(memberChange(body));
        }
        Map<String, String> changes = new LinkedHashMap<>();
        body.forEach((key, value) -> changes.put(key, String.valueOf(value)));
        return new Requests.Request.Apply(report.get().shaping().changed(changes));
    }

    private static MemberChange memberChange(Map<String, @Nullable Object> body) {
        for (MemberChange.Kind kind : MemberChange.Kind.values()) {
            if (kind.word().equals(body.get("change"))) {
                String name = String.valueOf(body.getOrDefault("name", ""));
                String address = String.valueOf(body.getOrDefault("address", ""));
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("'name' must name the collector");
                }
                boolean removes = kind == MemberChange.Kind.REMOVE;
                return new MemberChange(
                        kind, name, removes ? "" : HostPort.parse(address).toString());
            }
        }
        throw new IllegalArgumentException("'change' must be add, remove or replace");
    }

    /** Has the leader do what is asked for, where that is another collector; null where it is not. */
    private @Nullable Reply forward(HttpExchange exchange, String path, byte[] body) {
        HostPort leader = report.get().leaderHttp();
        if (leader == null || exchange.getRequestHeaders().containsKey(FORWARDED)) {
            return null;
        }
        try {
            StatusClient.Reply answer = new StatusClient(leader).forward(path, body);
            return Reply.json(answer.status(), answer.body());
        } catch (IOException e) {
            return Reply.error(503, "the leader cannot be asked: " + e.getMessage());
        }
    }

    private static <T> Reply await(CompletableFuture<T> answer, Function<T, Reply> reply) {
        try {
            return reply.apply(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return Reply.error(504, "not applied within " + PATIENCE_SECONDS + " s; it may still be: see the status");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.error(503, "this collector stops");
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers never fail", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
