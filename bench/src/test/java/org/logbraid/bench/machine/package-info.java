/** Facts about what a measurement is computed from. */
@NullMarked
package org.logbraid.bench.machine;

import org.jspecify.annotations.NullMarked;
