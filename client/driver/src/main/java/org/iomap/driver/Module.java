package org.iomap.driver;

/**
 * A module of the I/O architecture.
 *
 * @param name such as {@code uart0}
 * @param physical its hard physical address (HPA)
 * @param length bytes from there that belong to it
 * @param hardwarePath such as {@code 8/16/4}
 */
public record Module(String name, long physical, long length, int hversion, int sversion, String hardwarePath) {}
