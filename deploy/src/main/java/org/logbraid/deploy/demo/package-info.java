/**
 * The demonstration: real processes, real log lines, a rotation and two kills, and a check that looks at the files alone.
 * No stage of the way of a line.
 */
@NullMarked
package org.logbraid.deploy.demo;

import org.jspecify.annotations.NullMarked;
