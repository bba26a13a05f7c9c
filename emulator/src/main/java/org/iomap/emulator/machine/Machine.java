package org.iomap.emulator.machine;

import java.util.List;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.register.RegisterAt;
import org.iomap.emulator.trace.Trace;

/** A workstation without its processor. Everything here belongs to the machine's one thread. */
public interface Machine {
    String model();

    IoSpace ioSpace();

    Trace trace();

    MachineClock clock();

    /** In the order of ioscan(1M). */
    List<ModuleDescription> modules();

    /** The registers that a load or a store of the byte at a physical address would reach now. */
    List<RegisterAt> registersAt(long physical);

    /** Returns an input such as {@code lasi.5}, {@code dino.10} or {@code cpu0.28}, or null when there is none. */
    InterruptInput line(String name);

    /** Returns an input of an interrupt controller, such as {@code lasi.5}, or null when there is none. */
    MaskableInput interrupt(String name);

    /** The inputs of interrupt controllers that modules are wired to, by name. */
    List<String> wiredInterrupts();

    PciConfiguration pci();

    /** Bytes of host memory, from physical 0 on. */
    long memoryBytes();

    /** Returns the terminal such as that of the serial port {@code uart0}, or null when there is none. */
    SerialTerminal terminal(String name);

    /** Returns the pointer of this name, such as {@code mouse}, or null when there is none. */
    Pointer pointer(String name);

    List<FrameBufferDescription> frameBuffers();

    /** A power cycle: everything is as after switching on, and the machine's time starts again. */
    void reset();

    /** Calls {@code listener} when a program switches the machine off, in the middle of its store. */
    void onPowerOff(Runnable listener);
}
