/** Facts about what a measurement is computed from. */
@NullMarked
package org.logbraid.bench.logs;

import org.jspecify.annotations.NullMarked;
