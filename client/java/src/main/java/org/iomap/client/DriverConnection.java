package org.iomap.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.iomap.driver.Rights;
import org.iomap.protocol.BecomeDriver;
import org.iomap.protocol.Complete;
import org.iomap.protocol.ConfigLoad;
import org.iomap.protocol.ConfigStore;
import org.iomap.protocol.CreateNode;
import org.iomap.protocol.DmaAllocate;
import org.iomap.protocol.DmaAllocated;
import org.iomap.protocol.DmaFree;
import org.iomap.protocol.Done;
import org.iomap.protocol.Event;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Ioremap;
import org.iomap.protocol.Iounmap;
import org.iomap.protocol.IrqGranted;
import org.iomap.protocol.KernelMapped;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.PciDeviceEntry;
import org.iomap.protocol.PciDeviceList;
import org.iomap.protocol.PciDevices;
import org.iomap.protocol.PciEnable;
import org.iomap.protocol.Printk;
import org.iomap.protocol.RegisterDevice;
import org.iomap.protocol.Registered;
import org.iomap.protocol.ReleaseRegion;
import org.iomap.protocol.Request;
import org.iomap.protocol.RequestIrq;
import org.iomap.protocol.RequestRegion;
import org.iomap.protocol.Stored;
import org.iomap.protocol.UnregisterDevice;
import org.iomap.protocol.WakeUp;
import org.iomap.protocol.Width;

/**
 * A connection that is a driver of the machine: the driver's requests, one method each. They fail with
 * {@link IomapException}, as all do. Loads and stores at kernel addresses are those of the process. A driver is easier
 * to write on {@link org.iomap.client.driver.RemoteDriver}.
 */
public final class DriverConnection {
    private static final int MINOR_BITS = 24;
    /** A COMPLETE without text and pages, and what aligns its data. */
    private static final int COMPLETE_BYTES = 96;

    private final Connection connection;
    private final Calls calls;

    private DriverConnection(Connection connection) {
        this.connection = connection;
        calls = new Calls(connection.limits());
    }

    static DriverConnection become(Connection connection, String name) {
        DriverConnection driver = new DriverConnection(connection);
        connection.call(id -> new BecomeDriver(id, name), Done.class);
        connection.incoming().calls(driver.calls);
        return driver;
    }

    // Hardware.

    /** @param vendor 0xFFFFFFFF is any, as of {@code device} */
    public List<PciDeviceEntry> pciDevices(int vendor, int device) {
        return connection
                .call(
                        id -> new PciDevices(id, Integer.toUnsignedLong(vendor), Integer.toUnsignedLong(device)),
                        PciDeviceList.class)
                .devices();
    }

    /**
     * Loads from configuration space: a number as software on a PC sees it.
     *
     * @param function bus in bits 15:8, device in 7:3, function in 2:0
     */
    public long configLoad(Width width, long function, int offset) {
        return connection
                .call(id -> new ConfigLoad(id, width, function, Integer.toUnsignedLong(offset)), Loaded.class)
                .value();
    }

    /** Stores to configuration space; see {@link #configLoad}. */
    public void configStore(Width width, long function, int offset, long value) {
        connection.call(
                id -> new ConfigStore(id, width, function, Integer.toUnsignedLong(offset), value & width.mask()),
                Stored.class);
    }

    /** @param state bit 0: it answers in I/O and memory space; bit 1: it is a bus master */
    public void pciEnable(long function, int state) {
        done(id -> new PciEnable(id, state, function));
    }

    // What a driver takes from the kernel.

    /** @param exclusive keeps /dev/mem out as well */
    public void requestRegion(long physical, long length, boolean exclusive) {
        done(id -> new RequestRegion(id, exclusive ? 1 : 0, physical, length));
    }

    public void releaseRegion(long physical, long length) {
        done(id -> new ReleaseRegion(id, physical, length));
    }

    /** Returns the kernel address of {@code physical}, for the loads and stores of the process. */
    public long ioremap(long physical, long length, Rights rights) {
        int number = switch (rights) {
            case KERNEL_RW -> 1;
            case USER_RW -> 2;
        };
        return connection
                .call(id -> new Ioremap(id, number, physical, length), KernelMapped.class)
                .address();
    }

    /** @param address as {@link #ioremap} gave it */
    public void iounmap(long address) {
        done(id -> new Iounmap(id, address));
    }

    /**
     * Requests an interrupt, and unmasks it at its controller. {@link Subscription#next} takes an interrupt, and
     * {@link Subscription#acknowledge} lets the next one come; or {@link Subscription#await} does both. Closing it
     * frees the interrupt.
     */
    public Subscription requestIrq(String line) {
        return Subscription.open(
                connection,
                EventKind.INTERRUPT,
                line,
                () -> connection
                        .call(id -> new RequestIrq(id, line), IrqGranted.class)
                        .subscription());
    }

    /** @param mask the highest address that the device reaches */
    public DmaAllocated dmaAllocate(long length, long mask) {
        return connection.call(id -> new DmaAllocate(id, length, mask), DmaAllocated.class);
    }

    /** @param address of the kernel, as {@link #dmaAllocate} gave it */
    public void dmaFree(long address) {
        done(id -> new DmaFree(id, address));
    }

    // Character devices and their calls.

    /**
     * Registers a character driver: from now on its calls come.
     *
     * @param major 0 lets the kernel choose
     * @return the major number
     */
    public int registerDevice(int major, boolean seekable) {
        return (int) connection
                .call(id -> new RegisterDevice(id, major, seekable ? 1 : 0), Registered.class)
                .major();
    }

    public void unregisterDevice(int major) {
        done(id -> new UnregisterDevice(id, major));
    }

    /** @param permissions such as 0666 */
    public void createNode(String path, int permissions, int major, int minor) {
        long device = Integer.toUnsignedLong(major << MINOR_BITS | minor);
        done(id -> new CreateNode(id, permissions, device, path));
    }

    /** Calls that were answered EAGAIN and may wait, and polls, come again. */
    public void wakeUp(int major) {
        done(id -> new WakeUp(id, major));
    }

    /** Writes a line into the trace. */
    public void printk(String text) {
        done(id -> new Printk(id, text));
    }

    /**
     * Takes the next call: a {@link org.iomap.protocol.Called}, or a {@link org.iomap.protocol.CallAbandoned} of one
     * that was taken before. One that is abandoned before it is taken never comes.
     *
     * @return empty when the time is over
     * @throws ConnectionLostException if there will never be one
     */
    public Optional<Event> nextCall(Duration timeout) {
        await(this::hasCall, timeout);
        return Optional.ofNullable(calls.poll());
    }

    /** Whether {@link #nextCall} would not wait. */
    public boolean hasCall() {
        return !calls.isEmpty();
    }

    /**
     * Waits for several things at once, such as a call, and an interrupt that {@link Subscription#hasNext}.
     *
     * @param ready asked again whenever something has arrived, and by any thread
     * @return false when the time is over
     * @throws ConnectionLostException if nothing will ever arrive
     */
    public boolean await(BooleanSupplier ready, Duration timeout) {
        long deadline = System.nanoTime() + Deadlines.nanos(timeout);
        boolean isReady = connection.reading().await(ready::getAsBoolean, deadline);
        if (!isReady && connection.isLost()) {
            throw connection.loss().underway(Opcode.CALL);
        }
        return isReady;
    }

    /** Answers a call, and does not wait: an answer that makes no sense is its caller's EIO. Its request id is 0. */
    public void complete(Complete answer) {
        connection.tell(answer);
    }

    /** The longest data that fits the answer to a READ, in bytes. */
    public int mostRead() {
        return connection.limits().messageBytes() - COMPLETE_BYTES;
    }

    private void done(LongFunction<Request> request) {
        connection.call(request, Done.class);
    }
}
