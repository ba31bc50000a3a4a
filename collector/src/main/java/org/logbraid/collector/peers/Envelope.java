package org.logbraid.collector.peers;

import org.logbraid.common.wire.InstanceId;

/**
 * A message and who says it. Immutable.
 *
 * @param from the sender's name
 * @param incarnation of the sender's data folder
 * @param address the sender's collectors' port, as others reach it
 * @param to incarnation of the data folder that it is meant for, {@link InstanceId#NONE} for whichever is there
 * @param log id of the sender's log, {@link InstanceId#NONE} before it has any
 * @param term the sender's
 */
public record Envelope(
        String from,
        InstanceId incarnation,
        String address,
        InstanceId to,
        InstanceId log,
        long term,
        PeerMessage message) {}
