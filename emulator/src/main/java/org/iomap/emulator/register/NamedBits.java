package org.iomap.emulator.register;

/** Some bits of a register that the data sheet names. */
public sealed interface NamedBits permits Flag, Field {
    String name();

    /** 0 is the least significant. */
    int lowestBit();

    /** How many bits. */
    int bits();
}
