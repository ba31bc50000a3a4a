/**
 * Where files are touched: one port, so that a simulated disk can forget every page that was not synced.
 */
@NullMarked
package org.logbraid.common.disk;

import org.jspecify.annotations.NullMarked;
