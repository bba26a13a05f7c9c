package org.iomap.emulator.module.lan;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.iomap.emulator.bus.BusError;

/** The action commands of the command list: what each of them does, and the status it leaves. */
final class ActionCommands {
    private static final int COMMAND = 7;
    private static final int PARAMETERS = 8;
    private static final int LIST = 10;
    private static final int LIST_BYTES = 0x3FFF;
    private static final int LINK_IS_GOOD = 0x8000;
    private static final int DUMP_BYTES = 304;

    private final LinearMemory memory;
    private final Configuration configuration;
    private final AddressFilter filter;
    private final Transmitter transmitter;
    private final Consumer<String> unimplemented;

    ActionCommands(
            LinearMemory memory,
            Configuration configuration,
            AddressFilter filter,
            Transmitter transmitter,
            Consumer<String> unimplemented) {
        this.memory = memory;
        this.configuration = configuration;
        this.filter = filter;
        this.transmitter = transmitter;
        this.unimplemented = unimplemented;
    }

    /** Returns the bits of the status; a command whose memory does not answer fails. */
    int execute(long block, int command) {
        try {
            return perform(block, command);
        } catch (BusError failed) {
            return 0;
        }
    }

    private int perform(long block, int command) {
        switch (command & COMMAND) {
            case 1 -> filter.individual(parameters(block, AddressFilter.ADDRESS));
            case 2 -> configure(parameters(block, Configuration.BYTES));
            case 3 -> multicastSetup(block);
            case 4 -> {
                return transmitter.transmit(block, command);
            }
            case 5 -> memory.half(block + PARAMETERS, LINK_IS_GOOD);
            case 6 -> dump(memory.pointer(block + PARAMETERS));
            default -> {
                // NOP; and Diagnose, which finds no fault.
            }
        }
        return CommandUnit.OK;
    }

    private byte[] parameters(long block, int length) {
        byte[] bytes = new byte[length];
        memory.read(block + PARAMETERS, bytes, 0, length);
        return bytes;
    }

    private void configure(byte[] parameters) {
        configuration.set(parameters);
        String missing = configuration.unimplemented();
        if (!missing.isEmpty()) {
            unimplemented.accept(missing);
        }
    }

    private void multicastSetup(long block) {
        int count = (memory.half(block + PARAMETERS) & LIST_BYTES) / AddressFilter.ADDRESS;
        byte[] list = new byte[count * AddressFilter.ADDRESS];
        memory.read(block + LIST, list, 0, list.length);
        filter.list(list, count);
    }

    /** Hardware: all internal registers. Here: the configuration, the address and the multicast hash; the rest is 0. */
    void dump(long address) {
        ByteBuffer registers = ByteBuffer.allocate(DUMP_BYTES);
        registers.put(configuration.bytes()).put(filter.individual()).putLong(filter.multicasts());
        memory.write(address, registers.array(), 0, DUMP_BYTES);
    }
}
