package org.logbraid.collector.join;

/** What became of a request to fetch the files that have ended and are not here: an outcome, and a sentence for the one who asked. */
public record FetchAnswer(Outcome outcome, String sentence) {
    /** Begins the sentence where all is here. */
    static final String ALL = "all files that have ended are here: ";

    /** Of a collector that has no port for others. */
    public static final FetchAnswer ALONE =
            new FetchAnswer(Outcome.INCOMPLETE, "this collector has no others that files could be fetched from");

    /** What became of it. */
    public enum Outcome {
        /** All files are here. */
        DONE,
        /** Files are being fetched: whoever asks again hears how that goes on. */
        UNDER_WAY,
        /** Not all files are here, and more cannot be had as things stand. */
        INCOMPLETE,
        /** It cannot be done now; asking again later is worthwhile. */
        UNAVAILABLE
    }
}
