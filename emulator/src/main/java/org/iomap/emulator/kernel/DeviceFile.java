package org.iomap.emulator.kernel;

/**
 * A special file that the machine has after every boot.
 *
 * @param path such as {@code /dev/gsc0}
 * @param driver a name of the drivers list; the file takes its major number
 * @param mode permissions alone
 */
public record DeviceFile(String path, String driver, int minor, int mode, int uid, int gid) {}
