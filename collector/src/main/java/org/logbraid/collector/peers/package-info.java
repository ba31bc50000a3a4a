/**
 * The collectors' port: the way of the quorum's messages, and what they look like on it.
 */
@NullMarked
package org.logbraid.collector.peers;

import org.jspecify.annotations.NullMarked;
