package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.architecture.Iodc;
import org.iomap.emulator.module.parallel.LoopbackPlug;
import org.iomap.emulator.module.parallel.NoPeripheral;
import org.iomap.emulator.module.parallel.ParallelPort;
import org.iomap.emulator.module.parallel.Peripheral;
import org.iomap.emulator.module.parallel.Printer;

/** The parallel port of LASI, and what is plugged into it. Source: hardware reference, sections 1.4 and 6. */
final class ParallelPortKind implements ModuleKind {
    private static final String NAME = "parallel";
    private static final String PERIPHERAL = "peripheral";
    private static final String FILE = "file";
    private static final String PRINTER = "printer";
    private static final String LOOPBACK = "loopback";
    private static final String NONE = "none";

    private static final long ADDRESS = 0xFFD0_2000L;
    private static final int REGISTERS = 0x800;
    private static final int SIZE = 0x1000;
    private static final int LASI_LINE = 7;
    private static final Iodc IODC = Iodc.of("03 d0 80 0a 00 00 74 00 00 00 00 00 00 00 00 00");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.choice(PERIPHERAL, PRINTER, LOOPBACK, NONE), Setting.output(FILE));
    }

    @Override
    public void plugIn(Backplane backplane, Settings settings) {
        long at = settings.address(ADDRESS);
        ParallelPort port = new ParallelPort(peripheral(backplane, settings), backplane.lasi(LASI_LINE));
        backplane.add(at + REGISTERS, port.registers(), NAME);
        backplane.onReset(port::reset);
        backplane.describeWithIodc(new ModuleDescription(
                NAME, at, SIZE, IODC, "ext_bus", "8/16/0", "CentIf", "Built-in Parallel Interface"));
    }

    private static Peripheral peripheral(Backplane backplane, Settings settings) {
        return switch (settings.text(PERIPHERAL, PRINTER)) {
            case LOOPBACK -> new LoopbackPlug();
            case NONE -> new NoPeripheral();
            default -> {
                Paper paper = new Paper(settings.file(FILE), backplane.trace());
                backplane.terminal(PRINTER, paper);
                yield new Printer(paper::print);
            }
        };
    }
}
