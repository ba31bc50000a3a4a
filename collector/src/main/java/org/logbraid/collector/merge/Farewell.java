package org.logbraid.collector.merge;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a collector that stops says of lines that wait. Stateless. */
final class Farewell {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    private Farewell() {}

    static void say(MergeView view) {
        if (view.waitingLines() > 0) {
            LOG.warn("{}", sentence(view));
        }
    }

    static String sentence(MergeView view) {
        MergeView.Holder holder = view.heldBy();
        String whom = holder == null
                ? view.gateOpen() ? "later lines" : "the agents that are expected"
                : "agent " + holder.agent() + (holder.path().isEmpty() ? "" : " (" + holder.path() + ")");
        String forget = holder == null ? "" : " or 'logbraid forget " + holder.agent() + "'";
        return view.waitingLines() + (view.waitingLines() == 1 ? " line waits" : " lines wait") + " for " + whom
                + "; safe in the journal, to be written after the next start" + forget;
    }
}
