/**
 * Drivers of the emulated machine that run at this end of a connection: what {@link org.iomap.driver.Kernel} offers,
 * over the protocol. See DRIVERS.md.
 */
package org.iomap.client.driver;
