package org.iomap.cli.differential;

import org.iomap.protocol.Width;

/**
 * What both machines do at once: a processor's access, or an interrupt input that is driven. Its text is a
 * transcript's.
 */
sealed interface Step {
    /** An access to a physical address. */
    sealed interface Access extends Step {
        Width width();

        long address();
    }

    record Load(Width width, long address) implements Access {
        @Override
        public String toString() {
            return "r%d 0x%08x".formatted(8 * width.bytes(), address);
        }
    }

    record Store(Width width, long address, long value) implements Access {
        @Override
        public String toString() {
            return "w%d 0x%08x 0x%x".formatted(8 * width.bytes(), address, value);
        }
    }

    /** @param chip {@code lasi} or {@code dino} */
    record Drive(String chip, int line, boolean high) implements Step {
        @Override
        public String toString() {
            return "irq %s %d %d".formatted(chip, line, high ? 1 : 0);
        }
    }
}
