/** What the service is told: machine files and listening addresses, checked and turned into records. */
package org.iomap.emulator.configuration;
