package org.iomap.emulator.machine;

import org.iomap.emulator.bus.AddressMap;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.module.teaching.TeachingCard;
import org.iomap.emulator.pci.LittleEndian;
import org.iomap.emulator.pci.PciFunction;
import org.iomap.emulator.pci.PciHeader;
import org.iomap.emulator.register.RegisterBank;

/** A card of our own to learn drivers with. Source: TEACHING-CARD.md. */
final class TeachingCardKind implements CardKind {
    private static final int SIZE = 0x4000;
    private static final int BIG_ENDIAN = 0x1000;
    private static final int BUFFER = 0x2000;
    private static final int BYTE_ONLY = 0x60;
    private static final int HALFWORD_ONLY = 0x64;
    private static final int MESSAGE_INTERRUPTS = 0x40;

    private static final PciHeader HEADER = PciHeader.function(0x494D, 0x0001)
            .classCode(0xFF0000)
            .revision(0x01)
            .memory(0, SIZE)
            .pin(1)
            .messageInterrupts(MESSAGE_INTERRUPTS)
            .build();

    @Override
    public String name() {
        return "teaching";
    }

    @Override
    public PciFunction make(CardSlot slot, Settings settings) {
        PciFunction function = new PciFunction(HEADER);
        TeachingCard card = new TeachingCard(slot.clock(), slot.master(function), function::interrupt);
        AddressMap memory = new AddressMap(SIZE);
        add(memory, 0, card.registers(), card, slot, function);
        add(memory, BYTE_ONLY, card.byteOnly(), card, slot, function);
        add(memory, HALFWORD_ONLY, card.halfwordOnly(), card, slot, function);
        memory.add(BUFFER, card.buffer());
        function.bar(0, memory).onReset(card::reset);
        slot.describe("teaching", "", "Teaching card");
        return function;
    }

    /** Both apertures show the same registers; lists of them have the big-endian one. */
    private static void add(
            AddressMap memory, int offset, RegisterBank bank, TeachingCard card, CardSlot slot, PciFunction function) {
        Region pushing = card.pushing(bank);
        memory.add(offset, new LittleEndian(pushing));
        memory.add(BIG_ENDIAN + offset, pushing);
        slot.registers(function, 0, BIG_ENDIAN + offset, bank);
        slot.swappedRegisters(function, 0, offset, bank);
    }
}
