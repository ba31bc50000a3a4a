/**
 * Stage 4 on real sockets: JGroups' client–server blocks. Every length is checked before memory is allocated, queues and
 * buffers are bounded, and reading stops when the reader behind does not keep up.
 */
@NullMarked
package org.logbraid.common.channel.jgroups;

import org.jspecify.annotations.NullMarked;
