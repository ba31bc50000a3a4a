/** The collectors' port on real sockets of the loopback address. */
@NullMarked
package org.logbraid.collector.peers.jgroups;

import org.jspecify.annotations.NullMarked;
