package org.iomap.emulator.kernel;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A mapped piece of a process's address space. It has no protection: I/O space is always mapped read and write (rule
 * 8).
 */
public final class Pregion {
    final long address;
    final long physical;
    final long length;
    private final Mapper mapper;
    private final Set<DeviceNumber> devices = new LinkedHashSet<>(2);

    /**
     * @param address where the process sees it, a multiple of the page
     * @param physical where it is in I/O space, a multiple of the page
     * @param length bytes, a multiple of the page
     * @param mapper whose mapping it is; it hears when the process no longer has it
     * @param device through which it was made
     */
    public Pregion(long address, long physical, long length, Mapper mapper, DeviceNumber device) {
        this.address = address;
        this.physical = physical;
        this.length = length;
        this.mapper = mapper;
        devices.add(device);
    }

    public long address() {
        return address;
    }

    public long physical() {
        return physical;
    }

    public long length() {
        return length;
    }

    Mapper mapper() {
        return mapper;
    }

    /** The device numbers through which the process has mapped it; different ones may name the same region. */
    Set<DeviceNumber> devices() {
        return devices;
    }

    /** The process has mapped it again, perhaps through another device number. */
    public void addDevice(DeviceNumber device) {
        devices.add(device);
    }

    /** Returns true when no device number holds it any more. */
    public boolean dropDevice(DeviceNumber device) {
        devices.remove(device);
        return devices.isEmpty();
    }

    boolean overlaps(long start, long size) {
        return start < address + length && address < start + size;
    }
}
