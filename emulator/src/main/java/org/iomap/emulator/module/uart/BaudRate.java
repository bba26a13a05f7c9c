package org.iomap.emulator.module.uart;

/**
 * What the divisor of a UART divides.
 *
 * @param undivided bits per second with a divisor of 1: a sixteenth of the frequency of its crystal
 */
public record BaudRate(int undivided) {
    /** The chips of the system board: 7.272727 MHz. */
    public static final BaudRate OF_THE_BOARD = new BaudRate(454_545);

    /** Serial cards: 1.8432 MHz. */
    public static final BaudRate OF_A_CARD = new BaudRate(115_200);

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int LARGEST = 0x10000;

    /** Divisor 0 counts as 65536: the chip's counter has 16 bits. */
    long nanosPerBit(int divisor) {
        return (divisor == 0 ? LARGEST : divisor) * NANOS_PER_SECOND / undivided;
    }
}
