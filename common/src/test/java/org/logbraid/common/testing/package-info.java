/** What tests of all modules share: seeds, and a simulated machine's time and disk. */
@NullMarked
package org.logbraid.common.testing;

import org.jspecify.annotations.NullMarked;
