package org.iomap.emulator.module.broadcast;

import static org.iomap.emulator.register.Access.W;

import java.util.List;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The broadcast space of the bus: a store reaches every module that has the register, and loads are not allowed.
 *
 * <p>Source: hardware reference, sections 1.1 and 2. Local and global broadcast are the same here, because the only bus
 * converter is a phantom. A register that no module takes from a broadcast is a hole.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class Broadcast {
    private static final int RESET = 5;

    private final RegisterBank registers = new RegisterBank(Width.WORD, 0x34).withoutLoads();

    // spotless:off
    //                                              offset name       access reset writable
    private final Register ioEir     = registers.add(0x00, "IO_EIR",     W, 0, 0x0000_001FL).bits("BIT:5");
    private final Register ioFlex    = registers.add(0x20, "IO_FLEX",    W, 0, 0xFFFC_0001L).bits("BUS_MASTER -:17 FLEX:14");
    private final Register ioCommand = registers.add(0x30, "IO_COMMAND", W, 0, 0xFFFF_FFFFL).bits("COMMAND:32");
    // spotless:on

    private final List<RegisterBank> modules;
    private final Runnable resetAll;

    /**
     * Makes the broadcast space of some modules.
     *
     * @param modules the architected registers of those that have some
     * @param resetAll resets every module of the bus, those without architected registers too
     */
    public Broadcast(List<RegisterBank> modules, Runnable resetAll) {
        this.modules = List.copyOf(modules);
        this.resetAll = resetAll;
        ioEir.afterStore(() -> reach(0x00, ioEir));
        ioFlex.afterStore(() -> reach(0x20, ioFlex));
        ioCommand.afterStore(this::command);
    }

    public RegisterBank registers() {
        return registers;
    }

    public void reset() {
        registers.reset();
    }

    private void command() {
        if (ioCommand.value() == RESET) {
            resetAll.run();
        } else {
            reach(0x30, ioCommand);
        }
    }

    /** Stores the same in every module that has this register: another one may be where it would be. */
    private void reach(int offset, Register broadcast) {
        for (int i = 0; i < modules.size(); i++) {
            RegisterBank module = modules.get(i);
            Register register = offset < module.size() ? module.find(offset, Width.WORD, true) : null;
            if (register != null && register.name().equals(broadcast.name())) {
                module.store(offset, Width.WORD, broadcast.value());
            }
        }
    }
}
