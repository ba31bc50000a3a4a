/** What tests of other modules share: the oracle of the merge, and outputs in memory. */
@NullMarked
package org.logbraid.collector.testing;

import org.jspecify.annotations.NullMarked;
