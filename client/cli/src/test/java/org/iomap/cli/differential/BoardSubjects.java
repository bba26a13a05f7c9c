package org.iomap.cli.differential;

import static org.iomap.cli.differential.NotShared.touches;
import static org.iomap.cli.differential.Source.any;
import static org.iomap.cli.differential.Source.load;
import static org.iomap.cli.differential.Source.mostly;
import static org.iomap.cli.differential.Source.range;
import static org.iomap.cli.differential.Source.registers;
import static org.iomap.cli.differential.Source.store;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.DOUBLEWORD;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.util.List;
import org.iomap.protocol.Width;

/** The chips of the board, and what is between them. */
final class BoardSubjects {
    // spotless:off
    static final long LASI = 0xFFD0_0000L;
    static final long DINO = 0xFFF8_0000L;
    static final long EIR  = 0xFFFB_0000L;

    static final long LASI_IMR = LASI + 0x04;
    static final long LASI_IPR = LASI + 0x08;
    static final long DINO_IMR = DINO + 0x18;
    static final long DINO_IPR = DINO + 0x1C;
    static final long DINO_ILR = DINO + 0x28;
    // spotless:on

    private static final long POWER_OFF = 2;

    private BoardSubjects() {}

    static Subject uart0() {
        return uart(
                "uart0",
                LASI + 0x5800,
                List.of(NotShared.loads(
                        "interrupts of LASI from a line that stays high",
                        load -> load.address() == LASI_IPR || load.address() == EIR)),
                any(store(WORD, LASI_IMR), load(WORD, LASI_IPR), load(WORD, EIR)));
    }

    static Subject uart1() {
        return uart(
                "uart1",
                DINO + 0x3800,
                List.of(),
                any(store(WORD, DINO_IMR), load(WORD, DINO_IPR), load(WORD, DINO_ILR), load(WORD, EIR)));
    }

    private static Subject uart(String name, long registers, List<NotShared> notShared, Source interrupts) {
        return new Subject(
                name,
                List.of(),
                mostly(
                        range(registers, registers + 8, BYTE),
                        any(interrupts, range(registers + 8, registers + 0x800, Width.values()))),
                notShared);
    }

    static Subject lasi() {
        return new Subject(
                "lasi",
                List.of(),
                mostly(
                        any(
                                registers(LASI, WORD, 0x00, 0x04, 0x08, 0x0C, 0x10),
                                registers(LASI, WORD, 0x2000, 0x5000, 0x7000, 0xC000, 0xC004, 0xC008, 0xC00C, 0xC010),
                                load(WORD, EIR),
                                Source.pulse("lasi", 27)),
                        any(
                                range(LASI + 0x14, LASI + 0x2000, Width.values()),
                                range(LASI + 0xD000, LASI + 0x7_FFF0, Width.values()),
                                range(LASI + 0x8_0000, LASI + 0x10_0000, Width.values()))),
                List.of(
                        NotShared.loads("LASI IRR", load -> load.address() == LASI),
                        NotShared.stores(
                                "LASI PCR = 2",
                                store -> store.address() == LASI + 0xC000 && store.value() == POWER_OFF)));
    }

    static Subject dino() {
        return new Subject(
                "dino",
                List.of(),
                any(
                        registers(
                                DINO, WORD, 0x04, 0x0C, 0x10, 0x14, 0x18, 0x1C, 0x20, 0x24, 0x28, 0x38, 0x5C, 0x60,
                                0x64),
                        registers(DINO, WORD, 0x800, 0x804, 0x808, 0x80C, 0x810, 0x81C, 0x820, 0x824, 0x828, 0x830),
                        range(DINO, DINO + 0x1000, WORD, DOUBLEWORD),
                        load(WORD, EIR),
                        Source.drive("dino", 11)),
                List.of(
                        NotShared.accesses(
                                "Dino IODC, IO_COMMAND, IO_STATUS, error registers",
                                access -> touches(access, DINO + 0x08, 4)
                                        || touches(access, DINO + 0x30, 8)
                                        || touches(access, DINO + 0x40, 12)),
                        NotShared.accesses(
                                "Dino PCI_CONFIG_DATA, PCI_IO_DATA, PCI_MEM_DATA",
                                access -> touches(access, DINO + 0x68, 12)),
                        NotShared.accesses("Dino GSC2X_CONFIG", access -> touches(access, DINO + 0x7B4, 4)),
                        NotShared.accesses("Dino PCISTS", access -> touches(access, DINO + 0x814, 4))));
    }

    static Subject cpu() {
        return new Subject(
                "cpu",
                List.of(),
                any(
                        range(EIR, EIR + 8, WORD, BYTE, HALFWORD, DOUBLEWORD),
                        range(EIR + 4, EIR + 0x2000, Width.values())),
                List.of());
    }

    /** Addresses that nothing answers: the windows of PCI are closed. */
    static Subject holes() {
        return new Subject(
                "holes",
                List.of(),
                any(
                        range(0xF080_0000L, 0xF800_0000L, Width.values()),
                        range(0xF840_0000L, 0xF900_0000L, Width.values()),
                        range(0xF980_0000L, LASI, Width.values()),
                        range(LASI + 0x10_0000, DINO, Width.values()),
                        range(DINO + 0x1000, DINO + 0x3800, Width.values()),
                        range(DINO + 0x4000, DINO + 0x2_0000, Width.values()),
                        range(EIR + 0x1000, 0x1_0000_0000L, Width.values())),
                List.of());
    }
}
