/**
 * Stage 4: holds the session with the collectors: credit, answers, promises, reconnects, goodbyes.
 */
@NullMarked
package org.logbraid.agent.handover;

import org.jspecify.annotations.NullMarked;
