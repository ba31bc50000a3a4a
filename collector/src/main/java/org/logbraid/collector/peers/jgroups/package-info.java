/**
 * The collectors' port on JGroups. The quorum's messages are JGroups messages that need no reliability of the group: they go
 * straight to an address, whatever the view is. What the group says among its members goes over connections of its own and
 * feeds a view for people to look at.
 */
@NullMarked
package org.logbraid.collector.peers.jgroups;

import org.jspecify.annotations.NullMarked;
