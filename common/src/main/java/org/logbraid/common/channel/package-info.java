/**
 * Stage 4: the ports of the ordered group channel. An agent dials and never listens; a collector listens and never dials an agent.
 */
@NullMarked
package org.logbraid.common.channel;

import org.jspecify.annotations.NullMarked;
