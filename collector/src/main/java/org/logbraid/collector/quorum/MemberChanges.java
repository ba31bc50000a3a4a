package org.logbraid.collector.quorum;

import java.util.concurrent.CompletableFuture;

/** Where changes of the list of members are asked for; answered when they are committed. Safe for all threads. */
@FunctionalInterface
public interface MemberChanges {
    CompletableFuture<MemberChange.Answer> ask(MemberChange change);
}
