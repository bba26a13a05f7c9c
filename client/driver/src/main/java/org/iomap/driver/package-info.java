/**
 * What a driver of the emulated machine is written on, wherever it runs: loaded by the service, or a program of its own
 * at the other end of a connection. The names are those that the author of a Linux driver knows.
 *
 * <p>A driver is called from one thread at a time. Inside the service that is the machine's thread: a driver there must
 * not block, and need not, because {@link org.iomap.protocol.Errno#EAGAIN} lets the kernel wait for it.
 */
package org.iomap.driver;
