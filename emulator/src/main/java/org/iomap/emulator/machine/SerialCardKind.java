package org.iomap.emulator.machine;

import org.iomap.emulator.module.uart.BaudRate;
import org.iomap.emulator.pci.ByteWide;
import org.iomap.emulator.pci.PciFunction;
import org.iomap.emulator.pci.PciHeader;

/** A 16550A behind eight ports. Source: hardware reference, sections 5 and 10.3 (slot 2); Linux: 8250_pci.c. */
final class SerialCardKind implements CardKind {
    private static final PciHeader HEADER = PciHeader.function(0x1B36, 0x0002)
            .classCode(0x070002)
            .revision(0x01)
            .io(0, 8)
            .subsystem(0x1AF4, 0x1100)
            .pin(1)
            .build();

    @Override
    public String name() {
        return "serial";
    }

    @Override
    public PciFunction make(CardSlot slot, Settings settings) {
        PciFunction card = new PciFunction(HEADER);
        SerialPort port = new SerialPort(slot.clock(), BaudRate.OF_A_CARD, card::interrupt);
        card.bar(0, new ByteWide(port.uart().registers())).onReset(port.uart()::reset);
        slot.registers(card, 0, port.uart().registers());
        slot.terminal(port);
        slot.describe("tty", "asio0", "PCI Serial 16550A");
        return card;
    }
}
