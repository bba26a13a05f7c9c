package org.iomap.emulator.kernel.driver;

/**
 * The number of an interrupt line in the files of Linux.
 *
 * <p>Source: Linux 6.12, arch/parisc/include/asm/irq.h: those of GSC are 16 to 63. Linux gives them out as they are
 * requested; here Dino's are 16 to 26 and LASI's 32 to 63.
 */
public final class IrqNumber {
    private static final int DINO = 16;
    private static final int LASI = 32;

    private IrqNumber() {}

    /** @param line such as {@code dino.1} */
    public static int of(String line) {
        return (controller(line).equals("dino") ? DINO : LASI) + Integer.parseInt(input(line));
    }

    /** Such as {@code dino}. */
    public static String controller(String line) {
        return line.substring(0, line.indexOf('.'));
    }

    /** The number at the controller, such as 1. */
    public static String input(String line) {
        return line.substring(line.indexOf('.') + 1);
    }
}
