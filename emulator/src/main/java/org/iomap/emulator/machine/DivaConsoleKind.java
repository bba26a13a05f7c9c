package org.iomap.emulator.machine;

import org.iomap.emulator.module.uart.BaudRate;
import org.iomap.emulator.pci.ByteWide;
import org.iomap.emulator.pci.PciFunction;
import org.iomap.emulator.pci.PciHeader;

/**
 * The console of HP's Diva remote management card, in its version with one port (Powerbar): a 16550A at the start of a
 * memory base address.
 *
 * <p>Source: what Linux's 8250_pci.c (pci_hp_diva_init, pci_hp_diva_setup) and 8250_parisc.c look for. The auxiliary
 * function and the mailbox are not there.
 */
final class DivaConsoleKind implements CardKind {
    private static final PciHeader HEADER = PciHeader.function(0x103C, 0x1048)
            .classCode(0x070002)
            .revision(0x03)
            .memory(0, 0x1000)
            .subsystem(0x103C, 0x1227)
            .pin(1)
            .build();

    @Override
    public String name() {
        return "diva-console";
    }

    @Override
    public PciFunction make(CardSlot slot, Settings settings) {
        PciFunction card = new PciFunction(HEADER);
        SerialPort port = new SerialPort(slot.clock(), BaudRate.OF_A_CARD, card::interrupt);
        card.bar(0, new ByteWide(port.uart().registers())).onReset(port.uart()::reset);
        slot.registers(card, 0, port.uart().registers());
        slot.terminal(port);
        slot.describe("tty", "asio0", "Diva Serial [GSP] UART");
        return card;
    }
}
