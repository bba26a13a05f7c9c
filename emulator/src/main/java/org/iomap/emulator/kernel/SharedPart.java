package org.iomap.emulator.kernel;

import org.iomap.emulator.bus.SharedFile;

/**
 * Memory of the machine that a program of the host may map.
 *
 * @param offset of its first byte in the file
 * @param isWritable whether the mapping of the process lets stores through to the memory
 */
public record SharedPart(SharedFile file, long offset, boolean isWritable) {}
