package org.logbraid.collector.status;

import org.logbraid.collector.intake.Requests;
import org.logbraid.collector.join.FetchAnswer;

/**
 * What a request over HTTP is answered. Immutable.
 *
 * @param status of HTTP
 * @param type of the body
 */
record Reply(int status, String type, String body) {
    static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    static Reply json(int status, String body) {
        return new Reply(status, JSON, body);
    }

    static Reply text(int status, String body) {
        return new Reply(status, TEXT, body);
    }

    /** An object with a sentence that says what is wrong. */
    static Reply error(int status, String sentence) {
        return json(status, said("error", sentence));
    }

    private static Reply message(int status, String sentence) {
        return json(status, said("message", sentence));
    }

    static Reply of(Requests.Answer answer) {
        return switch (answer.outcome()) {
            case DONE -> message(200, answer.sentence());
            case REFUSED -> error(409, answer.sentence());
            case UNAVAILABLE -> error(503, answer.sentence());
        };
    }

    static Reply of(FetchAnswer answer) {
        return switch (answer.outcome()) {
            case DONE -> message(200, answer.sentence());
            case UNDER_WAY -> message(202, answer.sentence());
            case INCOMPLETE -> error(409, answer.sentence());
            case UNAVAILABLE -> error(503, answer.sentence());
        };
    }

    private static String said(String key, String sentence) {
        return new JsonWriter()
                .beginObject()
                .key(key)
                .value(sentence)
                .endObject()
                .toString();
    }
}
