package org.iomap.emulator.kernel;

/**
 * What stat(2) tells.
 *
 * @param mode type and permissions
 * @param device st_rdev: major number in bits 31:24, minor number in bits 23:0; 0 for a directory
 */
public record FileStatus(long inode, int mode, int uid, int gid, int device) {}
