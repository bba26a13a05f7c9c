package org.iomap.emulator.module.lan;

/** The SCB: the block of memory through which the driver and the chip speak, and the events that wait in it. */
final class SystemControlBlock {
    /** Events: they are acknowledged by the same bits of the command word. */
    static final int CX = 0x8000;

    static final int FR = 0x4000;
    static final int CNA = 0x2000;
    static final int RNR = 0x1000;

    /** The statistics: where their counters are. */
    static final int CRC_ERRORS = 12;

    static final int RESOURCE_ERRORS = 20;
    static final int OVERRUN_ERRORS = 24;
    static final int SHORT_FRAMES = 32;

    private static final int COMMAND = 2;
    private static final int COMMAND_LIST = 4;
    private static final int RECEIVE_AREA = 8;

    private final LinearMemory memory;
    private long address;
    private int events;

    SystemControlBlock(LinearMemory memory) {
        this.memory = memory;
    }

    /** The chip has learnt where it is, and that nothing happened so far. */
    void at(long newAddress) {
        address = newAddress;
        events = 0;
    }

    /** Takes the command word; that it is 0 again tells the driver so. */
    int takeCommand() {
        int command = memory.half(address + COMMAND);
        memory.half(address + COMMAND, 0);
        return command;
    }

    long commandList() {
        return memory.pointer(address + COMMAND_LIST);
    }

    long receiveArea() {
        return memory.pointer(address + RECEIVE_AREA);
    }

    void raise(int event) {
        events |= event;
    }

    void acknowledge(int acknowledged) {
        events &= ~acknowledged;
    }

    /** Those that nobody has acknowledged: their bits of the status word. */
    int events() {
        return events;
    }

    void writeStatus(int status) {
        memory.half(address, status);
    }

    /** Counts one more; the counters wrap around. */
    void count(int counter) {
        memory.swapped(address + counter, memory.swapped(address + counter) + 1);
    }
}
