package org.logbraid.collector.quorum;

/**
 * A change of the list of members that somebody asks for. Immutable.
 *
 * @param name of the member
 * @param address its collectors' port as others reach it; empty where it is removed
 */
public record MemberChange(Kind kind, String name, String address) {
    /** What is to be done. */
    public enum Kind {
        /** A new collector learns, and votes once it has caught up. */
        ADD("add"),
        /** A collector is a member no longer. */
        REMOVE("remove"),
        /** As removed, and another one added under its name. */
        REPLACE("replace");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As users type it. */
        public String word() {
            return word;
        }
    }

    /** What became of it. */
    public enum Outcome {
        /** It stands in the log. */
        DONE,
        /** It cannot be done as things stand. */
        REFUSED,
        /** It cannot be done here, or not now; asking again is worthwhile. */
        UNAVAILABLE
    }

    /** An outcome and a sentence for the one who asked. */
    public record Answer(Outcome outcome, String sentence) {}
}
