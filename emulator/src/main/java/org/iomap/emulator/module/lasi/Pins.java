package org.iomap.emulator.module.lasi;

/** Where LASI's outputs lead, besides the bus. */
public interface Pins {
    /** A program switches the machine off. */
    void powerOff();

    /** A program asks for a transfer of control (TOC) of the processor. */
    void transferOfControl();

    void reset(Device device);

    /** @param lit the LEDs that are: bit 0 LAN receive, 1 LAN transmit, 2 disk, 3 heartbeat, 4 to 7 the others */
    void leds(int lit);
}
