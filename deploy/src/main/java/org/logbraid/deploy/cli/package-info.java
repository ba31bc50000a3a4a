/**
 * What all commands share: streams and colours, exit statuses, options and settings files, the client of a collector's
 * HTTP port. No stage of the way of a line.
 */
@NullMarked
package org.logbraid.deploy.cli;

import org.jspecify.annotations.NullMarked;
