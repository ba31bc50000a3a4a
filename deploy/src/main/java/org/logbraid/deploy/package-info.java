/**
 * What an operator types: the commands, from their words to the settings of agents and collectors. No stage of the way of
 * a line: it starts the processes in which the stages run.
 */
@NullMarked
package org.logbraid.deploy;

import org.jspecify.annotations.NullMarked;
