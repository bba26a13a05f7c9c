package org.iomap.emulator.module.lan;

import static org.iomap.emulator.register.Access.RW;

import java.util.function.Consumer;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Width;

/**
 * The Ethernet controller of LASI, an Intel 82596CA in its linear big-endian mode.
 *
 * <p>Source: hardware reference, section 8.2, and what the Linux driver lib82596 relies on. Left out: the 82586 and
 * segmented modes, monitor mode, and time: a frame is on the cable at once, and bus throttling has no effect.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class I82596 {
    private static final long ALL = 0xFFFF_FFFFL;
    private static final int HALF = 0xFFFF;

    /** Where the chip looks for the SCP when nobody said otherwise. */
    private static final long USUAL_SCP = 0x00FF_FFF4L;

    private static final int SCP_SYSBUS = 3;
    private static final int SCP_ISCP = 8;
    private static final int ISCP_SCB = 4;
    private static final int SYSBUS_MODE = 0x06;
    private static final int SYSBUS_LINEAR = 0x04;
    private static final int SYSBUS_WHOLE_POINTERS = 0x80;

    private static final int SCB_RESET = 0x0080;
    private static final int SCB_ACKNOWLEDGE = 0xF000;
    private static final int THROTTLE_LOADED = 0x0008;
    private static final int NOT_WRITTEN = -1;

    private static final int PORT_FUNCTION = 0xF;
    private static final long ROM_SIGNATURE = 0xFFC0_0000L;

    private final RegisterBank registers = new RegisterBank(Width.WORD, 8);

    // spotless:off
    //                                      offset name    access reset writable
    private final Register port      = registers.add(0x0, "PORT", RW, 0, HALF).live(I82596::nothingDrives).afterStore(this::takePortHalf);
    private final Register attention = registers.add(0x4, "CA",   RW, 0, ALL).live(I82596::nothingDrives).afterStore(this::attend);
    // spotless:on

    private final LinearMemory memory;
    private final InterruptLine interrupt;
    private final Consumer<String> unimplemented;
    private final Configuration configuration = new Configuration();
    private final AddressFilter filter;
    private final SystemControlBlock scb;
    private final ReceiveUnit receiveUnit;
    private final ActionCommands commands;
    private final CommandUnit commandUnit;

    private long scp = USUAL_SCP;
    private boolean isInitialised;
    private boolean hasLowHalf;
    private long lowHalf;
    private int throttle;
    private boolean isWorking;
    private int written;

    /**
     * @param address of the station, six bytes, that counts until a driver sets another
     * @param unimplemented hears of what a driver asked for that this chip does not do
     */
    public I82596(
            Dma bus, Clock clock, InterruptLine interrupt, Wire wire, byte[] address, Consumer<String> unimplemented) {
        this.memory = new LinearMemory(bus);
        this.interrupt = interrupt;
        this.unimplemented = unimplemented;
        filter = new AddressFilter(configuration, address);
        scb = new SystemControlBlock(memory);
        receiveUnit = new ReceiveUnit(memory, scb, configuration, filter);
        Transmitter transmitter = new Transmitter(memory, configuration, filter, wire, receiveUnit::receive);
        commands = new ActionCommands(memory, configuration, filter, transmitter, unimplemented);
        commandUnit = new CommandUnit(memory, scb, commands, clock, this::continueList);
    }

    /** At 0x7004 of LASI: its own reset register comes before them. */
    public RegisterBank registers() {
        return registers;
    }

    /** A frame comes in from the cable, complete with its check sequence. */
    public void receive(byte[] frame) {
        isWorking = true;
        receiveUnit.receive(frame);
        finish();
    }

    /** As after switching on, and what the reset register of LASI does. */
    public void reset() {
        registers.reset();
        isWorking = false;
        hasLowHalf = false;
        resetChip();
    }

    /** What PORT and the SCB can do too. */
    private void resetChip() {
        scp = USUAL_SCP;
        isInitialised = false;
        throttle = 0;
        memory.wholePointers(false);
        configuration.reset();
        filter.reset();
        commandUnit.reset();
        receiveUnit.reset();
        interrupt.set(false);
    }

    /** The low half comes first: SVERSION 0x8A. */
    private void takePortHalf() {
        refuseWhileWorking();
        if (!hasLowHalf) {
            hasLowHalf = true;
            lowHalf = port.value();
            return;
        }
        hasLowHalf = false;
        long value = port.value() << Short.SIZE | lowHalf;
        try {
            obeyPort((int) value & PORT_FUNCTION, value & ~PORT_FUNCTION);
        } catch (BusError lost) {
            // Where the result should have gone nothing answers: the trace says so.
        }
    }

    private void obeyPort(int function, long address) {
        switch (function) {
            case 0 -> resetChip();
            case 1 -> {
                resetChip();
                memory.swapped(address, ROM_SIGNATURE);
                memory.swapped(address + Integer.BYTES, 0);
            }
            case 2 -> {
                scp = address;
                isInitialised = false;
            }
            case 3 -> commands.dump(address);
            default -> {
                // Reserved.
            }
        }
    }

    /** Every attention takes the interrupt back; what is left of its reasons raises it anew. */
    private void attend() {
        refuseWhileWorking();
        isWorking = true;
        written = NOT_WRITTEN;
        interrupt.set(false);
        try {
            if (isInitialised) {
                obey(scb.takeCommand());
            } else {
                initialise();
            }
        } catch (BusError lost) {
            // The SCB, or what leads to it, does not answer: the trace says so, and the chip waits.
        }
        finish();
    }

    private void initialise() {
        int sysbus = memory.byteAt(scp + SCP_SYSBUS);
        if ((sysbus & SYSBUS_MODE) != SYSBUS_LINEAR) {
            unimplemented.accept("modes other than the linear one");
            return;
        }
        long iscp = memory.swapped(scp + SCP_ISCP);
        scb.at(memory.swapped(iscp + ISCP_SCB));
        scb.takeCommand();
        memory.half(iscp, 0);
        memory.wholePointers((sysbus & SYSBUS_WHOLE_POINTERS) != 0);
        scb.raise(SystemControlBlock.CX | SystemControlBlock.CNA);
        isInitialised = true;
    }

    private void obey(int command) {
        if ((command & SCB_RESET) != 0) {
            resetChip();
            return;
        }
        scb.acknowledge(command & SCB_ACKNOWLEDGE);
        switch (command >>> 4 & 7) {
            case 1 -> receiveUnit.start();
            case 2 -> receiveUnit.resume();
            case 3 -> receiveUnit.suspend();
            case 4 -> receiveUnit.abort();
            default -> {
                // NOP, or reserved.
            }
        }
        switch (command >>> 8 & 7) {
            case 1 -> commandUnit.start();
            case 2 -> commandUnit.resume();
            case 3 -> commandUnit.suspend();
            case 4 -> commandUnit.abort();
            case 5, 6 -> throttle = THROTTLE_LOADED;
            default -> {
                // NOP, or reserved.
            }
        }
    }

    private void continueList() {
        isWorking = true;
        commandUnit.work();
        finish();
    }

    private void finish() {
        isWorking = false;
        if (!isInitialised) {
            return;
        }
        int status = scb.events() | commandUnit.state() << 8 | receiveUnit.state() << 4 | throttle;
        if (status != written) {
            written = status;
            try {
                scb.writeStatus(status);
            } catch (BusError lost) {
                // The driver does not see it: the trace does.
            }
        }
        interrupt.set(scb.events() != 0);
    }

    /** Its own bus cycles came back to it, through another master. */
    private void refuseWhileWorking() {
        if (isWorking) {
            throw new BusError(BusCode.RE_ENTRY, "the 82596 is still busy with its lists");
        }
    }

    private static long nothingDrives() {
        return ALL;
    }
}
