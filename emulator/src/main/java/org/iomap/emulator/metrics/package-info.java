/** What the service counts, and the HTTP endpoint that shows it. Imports nothing of the machine or the server. */
package org.iomap.emulator.metrics;
