@NullMarked
package org.logbraid.agent.batching;

import org.jspecify.annotations.NullMarked;
