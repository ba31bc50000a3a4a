/** Medians, ratios and tables. */
@NullMarked
package org.logbraid.bench.report;

import org.jspecify.annotations.NullMarked;
