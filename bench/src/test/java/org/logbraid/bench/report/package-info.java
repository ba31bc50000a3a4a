/** Facts about what a measurement is computed from. */
@NullMarked
package org.logbraid.bench.report;

import org.jspecify.annotations.NullMarked;
