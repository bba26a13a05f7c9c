package org.iomap.emulator.module.uart;

/** The divisor of the UART clock of 7.272727 MHz, sixteen of whose periods are a bit. */
final class BaudRate {
    private static final long BITS_PER_SECOND_UNDIVIDED = 454_545;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int LARGEST = 0x10000;

    private BaudRate() {}

    /** Divisor 0 counts as 65536: the chip's counter has 16 bits. */
    static long nanosPerBit(int divisor) {
        return (divisor == 0 ? LARGEST : divisor) * NANOS_PER_SECOND / BITS_PER_SECOND_UNDIVIDED;
    }
}
