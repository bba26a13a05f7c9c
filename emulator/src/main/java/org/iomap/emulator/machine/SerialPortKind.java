package org.iomap.emulator.machine;

import java.util.function.Function;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.module.uart.BaudRate;

/** A 16550A that is built in. Source: hardware reference, sections 1.4 and 5. */
final class SerialPortKind implements ModuleKind {
    /** Where on the board it is, and how it shows in ioscan(1M). */
    // spotless:off
    static final Chip ON_LASI = new Chip(Iodc.of("03 d0 00 8a 00 00 8c 00 01 00 00 00 63 09 00 02"), "8/16/4", backplane -> backplane.lasi(5));
    static final Chip ON_DINO = new Chip(Iodc.of("02 20 00 8a 00 00 8c 00 00 00 00 00 67 29 00 02"), "8/0/63", backplane -> backplane.dino(10));
    // spotless:on

    private static final int REGISTERS = 0x800;
    private static final int SIZE = 0x1000;

    private final String name;
    private final long address;
    private final Chip chip;

    SerialPortKind(String name, long address, Chip chip) {
        this.name = name;
        this.address = address;
        this.chip = chip;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        long at = settings.address(address);
        SerialPort port = new SerialPort(backplane.clock(), BaudRate.OF_THE_BOARD, chip.interrupt.apply(backplane));
        backplane.add(at + REGISTERS, port.uart().registers(), name);
        backplane.onReset(port.uart()::reset);
        backplane.terminal(name, port);
        backplane.describeWithIodc(new ModuleDescription(
                name, at, SIZE, chip.iodc, "tty", chip.hardwarePath, "asio0", "Built-in RS-232C"));
    }

    /** The chip that a serial port is on. */
    record Chip(Iodc iodc, String hardwarePath, Function<Backplane, InterruptLine> interrupt) {}
}
