/** What agents and collectors share: checks, addresses, closing. Knows nothing of either of them. */
@NullMarked
package org.logbraid.common;

import org.jspecify.annotations.NullMarked;
