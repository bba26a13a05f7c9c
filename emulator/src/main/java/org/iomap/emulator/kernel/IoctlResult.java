package org.iomap.emulator.kernel;

/**
 * What ioctl(2) gives back.
 *
 * @param argument what the driver left where the argument points
 * @param result the value of the call
 */
public record IoctlResult(long argument, long result) {}
