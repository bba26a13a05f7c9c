package org.iomap.emulator.pci;

import java.util.List;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.BusMaster;
import org.iomap.emulator.bus.Claim;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.bus.Region;
import org.iomap.protocol.PciResource;
import org.iomap.protocol.Width;

/**
 * One function of a card: its configuration space, what its base addresses claim, and its interrupt.
 *
 * <p>Source: hardware reference, section 10.1; message interrupts as the PCI Local Bus Specification 2.3 has them.
 */
public final class PciFunction {
    // spotless:off
    private static final int IO_DECODE         = 0x0001;
    private static final int MEMORY_DECODE     = 0x0002;
    private static final int BUS_MASTER        = 0x0004;
    private static final int INTX_DISABLE      = 0x0400;
    private static final int INTERRUPT_PENDING = 0x0008;
    private static final int NO_TARGET         = 0x2000;
    private static final int MESSAGES_ENABLED  = 0x0001;
    // spotless:on

    private static final InterruptLine NOT_WIRED = high -> {};
    private static final BusMaster NO_BUS = (physical, width, value) -> {};

    private final PciHeader header;
    private final ConfigurationBytes bytes;
    private final Region[] regions;
    private Runnable afterStore = () -> {};
    private Runnable afterReset = () -> {};
    private Runnable claimsChanged = () -> {};
    private InterruptLine line = NOT_WIRED;
    private BusMaster messages = NO_BUS;
    private boolean wantsInterrupt;

    public PciFunction(PciHeader header) {
        this.header = header;
        this.bytes = new ConfigurationBytes(header);
        this.regions = new Region[header.bars().size()];
    }

    /**
     * Lets {@code region} answer behind a base address.
     *
     * @param bar 0 to 5, declared in the header; the region may be smaller than it
     */
    public PciFunction bar(int bar, Region region) {
        int at = index(PciHeader.FIRST_BAR + 4 * bar);
        if (region.size() > header.bars().get(at).size()) {
            throw new IllegalArgumentException("0x%x bytes are more than BAR %d".formatted(region.size(), bar));
        }
        regions[at] = region;
        return this;
    }

    /** What the card does when it is reset, after its configuration space is. */
    public PciFunction onReset(Runnable reset) {
        afterReset = reset;
        return this;
    }

    /** What the card does after a store that changed its configuration space. */
    public PciFunction onConfigured(Runnable effect) {
        afterStore = effect;
        return this;
    }

    /** Who carries message interrupts to their address. */
    public PciFunction messagesThrough(BusMaster bus) {
        messages = bus;
        return this;
    }

    /** Asks for the interrupt, or stops asking. It goes to the pin, or once as a message where those are enabled. */
    public void interrupt(boolean high) {
        boolean rises = high && !wantsInterrupt;
        wantsInterrupt = high;
        updateLine();
        if (rises && messagesEnabled()) {
            sendMessage();
        }
    }

    /** True while the card may be master of the bus. */
    public boolean isBusMaster() {
        return (get(PciHeader.COMMAND, 2) & BUS_MASTER) != 0;
    }

    /** Returns the memory address that a base address claims now, or -1 while it claims none. */
    public long claimedMemory(int bar) {
        BaseAddress declared = header.bars().get(index(PciHeader.FIRST_BAR + 4 * bar));
        return !declared.isIo() && claims(declared) ? declared.address(value(declared)) : -1;
    }

    public int vendor() {
        return get(PciHeader.VENDOR, 2);
    }

    public int device() {
        return get(PciHeader.DEVICE, 2);
    }

    /** Base class, subclass and interface: 24 bits. */
    public int classCode() {
        return get(PciHeader.CLASS_CODE, 3);
    }

    /** True when it has an interrupt pin. */
    public boolean hasPin() {
        return pin() != 0;
    }

    /** What its base addresses have now, whether it answers there or not; one without an address starts at 0. */
    public List<PciResource> resources() {
        return header.bars().stream()
                .filter(bar -> !bar.isRom())
                .map(bar -> new PciResource(
                        bar.bar(),
                        bar.isIo() ? PciResource.IO : PciResource.MEMORY,
                        bar.isAssigned(value(bar)) ? bar.address(value(bar)) : 0,
                        bar.size()))
                .toList();
    }

    /** As after power-on: nothing is claimed and no interrupt is asked for. */
    public void reset() {
        bytes.reset();
        wantsInterrupt = false;
        updateLine();
        claimsChanged.run();
        afterReset.run();
    }

    /** Nobody answered this function as master of the bus. */
    void foundNoTarget() {
        bytes.set(PciHeader.STATUS, NO_TARGET, true);
    }

    boolean isBridge() {
        return header.isBridge();
    }

    int pin() {
        return get(0x3D, 1);
    }

    /** @param claimsChanged runs when other addresses may be claimed than before */
    void connect(InterruptLine interrupt, Runnable claimsChanged) {
        this.line = interrupt;
        this.claimsChanged = claimsChanged;
    }

    /** True when the command register lets the function answer in I/O or in memory space. */
    boolean decodes(boolean io) {
        return (get(PciHeader.COMMAND, 2) & (io ? IO_DECODE : MEMORY_DECODE)) != 0;
    }

    /** Adds what this function claims now. */
    public void addClaims(boolean io, String name, List<Claim> claims) {
        for (int i = 0; i < regions.length; i++) {
            BaseAddress bar = header.bars().get(i);
            if (regions[i] != null && bar.isIo() == io && claims(bar)) {
                claims.add(new Claim(bar.address(value(bar)), regions[i], name));
            }
        }
    }

    /** Returns bytes of the configuration space as they stand there: the first is the most significant. */
    long load(int offset, Width width) {
        return bytes.load(offset, width);
    }

    /** See {@link #load}. */
    void store(int offset, Width width, long value) {
        if (bytes.store(offset, width, value)) {
            configured(offset);
        }
    }

    /** A little-endian number of the configuration space. */
    int get(int offset, int length) {
        return bytes.get(offset, length);
    }

    private void configured(int offset) {
        updateLine();
        if (offset < PciHeader.CAPABILITIES) {
            claimsChanged.run();
        }
        afterStore.run();
    }

    private long value(BaseAddress bar) {
        long lower = Integer.toUnsignedLong(get(bar.offset(), 4));
        return bar.is64Bit() ? (long) get(bar.offset() + 4, 4) << 32 | lower : lower;
    }

    private void updateLine() {
        bytes.set(PciHeader.STATUS, INTERRUPT_PENDING, wantsInterrupt);
        boolean isDisabled = (get(PciHeader.COMMAND, 2) & INTX_DISABLE) != 0;
        line.set(wantsInterrupt && !isDisabled && !messagesEnabled());
    }

    private boolean messagesEnabled() {
        int capability = header.messageCapability();
        return capability != 0 && (get(capability + 2, 2) & MESSAGES_ENABLED) != 0;
    }

    private void sendMessage() {
        if (!isBusMaster()) {
            return;
        }
        int capability = header.messageCapability();
        try {
            messages.store(Integer.toUnsignedLong(get(capability + 4, 4)), Width.WORD, get(capability + 8, 2));
        } catch (BusError nobody) {
            foundNoTarget();
        }
    }

    private boolean claims(BaseAddress bar) {
        return decodes(bar.isIo()) && bar.claims(value(bar));
    }

    /** Which of the declared base addresses is at an offset. */
    private int index(int offset) {
        for (int i = 0; i < regions.length; i++) {
            if (header.bars().get(i).offset() == offset) {
                return i;
            }
        }
        throw new IllegalArgumentException("no base address is at 0x%x".formatted(offset));
    }
}
