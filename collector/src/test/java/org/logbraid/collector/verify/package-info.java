/** Tests of what {@code verify} finds. */
@NullMarked
package org.logbraid.collector.verify;

import org.jspecify.annotations.NullMarked;
