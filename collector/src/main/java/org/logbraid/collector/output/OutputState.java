package org.logbraid.collector.output;

/**
 * Where an output stands: what a snapshot keeps of it.
 *
 * @param file name of the open file, relative to the output's folder
 * @param lengthBytes length of the open file
 * @param tailCrc CRC32C of its last 64 KiB, or of all of it when shorter
 */
public record OutputState(String file, long lengthBytes, int tailCrc) {}
