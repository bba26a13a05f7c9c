package org.iomap.emulator.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.kernel.Hardware;
import org.iomap.emulator.machine.Machine;
import org.iomap.emulator.machine.MaskableInput;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.Width;

/** A machine as its kernel knows it: the kernel and the machine are rooms that do not know each other. */
public final class MachineHardware implements Hardware {
    private static final long PCI_WINDOW = 0x80_0000;

    private final Machine machine;

    public MachineHardware(Machine machine) {
        this.machine = machine;
    }

    @Override
    public List<Module> modules() {
        return machine.modules().stream()
                .map(module -> new Module(
                        module.name(),
                        module.address(),
                        module.size(),
                        module.iodc().hversion(),
                        module.iodc().sversion(),
                        module.hardwarePath()))
                .toList();
    }

    @Override
    public List<PciDeviceEntry> pciDevices() {
        return machine.pci().devices();
    }

    @Override
    public long configLoad(int function, int offset, Width width) {
        return machine.pci().load(function, offset, width);
    }

    @Override
    public void configStore(int function, int offset, Width width, long value) {
        machine.pci().store(function, offset, width, value);
    }

    @Override
    public Interrupt interrupt(String line) {
        MaskableInput input = machine.interrupt(line);
        return input == null ? null : new Line(input);
    }

    @Override
    public List<String> interruptLines() {
        return machine.wiredInterrupts();
    }

    @Override
    public List<Window> pciWindows() {
        List<Window> windows = new ArrayList<>();
        long open = machine.pci().windows();
        while (open != 0) {
            int first = Long.numberOfTrailingZeros(open);
            int count = Long.numberOfTrailingZeros(~(open >>> first));
            windows.add(new Window(IoSpace.BASE + first * PCI_WINDOW, count * PCI_WINDOW));
            open &= -1L << (first + count);
        }
        return windows;
    }

    @Override
    public long memoryBytes() {
        return machine.memoryBytes();
    }

    private record Line(MaskableInput input) implements Interrupt {
        @Override
        public boolean level() {
            return input.level();
        }

        @Override
        public long count() {
            return input.count();
        }

        @Override
        public void unmask(boolean on) {
            input.unmask(on);
        }

        @Override
        public Runnable onRise(LongConsumer listener) {
            return input.onRise(listener);
        }
    }
}
