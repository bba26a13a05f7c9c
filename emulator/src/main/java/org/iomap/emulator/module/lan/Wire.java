package org.iomap.emulator.module.lan;

/** The cable, as the chip sees it. */
@FunctionalInterface
public interface Wire {
    /** @param frame from the destination address to the frame check sequence; nobody changes it any more */
    void send(byte[] frame);
}
