/**
 * What a person or a monitor asks a running collector.
 */
@NullMarked
package org.logbraid.collector.status;

import org.jspecify.annotations.NullMarked;
