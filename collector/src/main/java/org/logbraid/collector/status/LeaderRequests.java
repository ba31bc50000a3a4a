package org.logbraid.collector.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.intake.Requests.Answer;
import org.logbraid.common.HostPort;

/** Hands on to the leader what a signal asks of another collector. Stateless; waits for the answer. */
public final class LeaderRequests {
    private static final int REFUSED = 409;

    private LeaderRequests() {}

    /**
     * Posts to the leader's status port.
     *
     * @param report of this collector, which knows the leader
     */
    public static Answer post(StatusReport report, String path, Map<String, String> body) {
        HostPort leader = report.leaderHttp();
        if (leader == null) {
            return new Answer(Requests.Outcome.UNAVAILABLE, "there is no leader; ask again later");
        }
        var json = new JsonWriter().beginObject();
        body.forEach((key, value) -> json.key(key).value(value));
        try {
            StatusClient.Reply reply = new StatusClient(leader)
                    .forward(path, json.endObject().toString().getBytes(StandardCharsets.UTF_8));
            Requests.Outcome outcome = reply.isDone()
                    ? Requests.Outcome.DONE
                    : reply.status() == REFUSED ? Requests.Outcome.REFUSED : Requests.Outcome.UNAVAILABLE;
            return new Answer(outcome, reply.sentence());
        } catch (IOException e) {
            return new Answer(Requests.Outcome.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
