package org.iomap.client;

/**
 * What ioctl(2) left behind.
 *
 * @param argument the value the argument points to, as the driver left it
 * @param result the return value
 */
public record IoctlResult(long argument, long result) {}
