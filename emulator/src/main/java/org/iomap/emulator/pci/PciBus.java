package org.iomap.emulator.pci;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.iomap.emulator.bus.Claim;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.bus.Region;

/**
 * A PCI bus: functions in slots, and the three address spaces in which they answer.
 *
 * <p>Source: hardware reference, sections 9.2 to 9.5 and 10. The lanes preserve byte addresses: a value is the bytes in
 * the order of their addresses, the first the most significant, in all three spaces. Where several functions claim an
 * address the one in the lowest slot answers; on hardware they would all drive the bus.
 */
public final class PciBus {
    public static final int SLOTS = 32;

    private static final int FUNCTIONS = 8;
    private static final int PINS = 4;

    /** How the interrupt pins of the slots are connected. */
    @FunctionalInterface
    public interface Wiring {
        /** @param pin 1 is INTA, 4 is INTD */
        InterruptLine line(int slot, int pin);
    }

    private final Wiring wiring;
    private final Runnable claimsChanged;
    private final PciFunction[][] slots = new PciFunction[SLOTS][];
    private final String[] names = new String[SLOTS];
    private final List<PciBridge> bridges = new ArrayList<>();

    /** @param claimsChanged runs when {@link #claims} may give other answers than before */
    public PciBus(Wiring wiring, Runnable claimsChanged) {
        this.wiring = wiring;
        this.claimsChanged = claimsChanged;
    }

    /**
     * Plugs in a card of one function.
     *
     * @param name of the module that answers what the card claims
     */
    public void plugIn(int slot, String name, PciFunction function) {
        plugIn(slot, 0, name, function);
    }

    /**
     * Plugs in one function of a card. Behind a bridge the interrupt pins are rotated by the slot.
     *
     * <p>Number 0 must be there, and say in its header that there are others.
     */
    public void plugIn(int slot, int number, String name, PciFunction function) {
        if (slots[slot] == null) {
            slots[slot] = new PciFunction[FUNCTIONS];
        }
        if (slots[slot][number] != null) {
            throw new IllegalArgumentException("slot %d has %s already".formatted(slot, names[slot]));
        }
        slots[slot][number] = function;
        names[slot] = name;
        function.connect(function.pin() == 0 ? high -> {} : wiring.line(slot, function.pin()), claimsChanged);
        if (function.isBridge()) {
            Wiring rotated = (behind, pin) -> wiring.line(slot, (pin - 1 + behind) % PINS + 1);
            bridges.add(new PciBridge(function, new PciBus(rotated, claimsChanged)));
        }
    }

    /** Returns the bus behind the bridge in a slot; no bridge has functions beside it. */
    public PciBus secondary(int slot) {
        for (PciBridge bridge : bridges) {
            if (slots[slot] != null && bridge.function() == slots[slot][0]) {
                return bridge.secondary();
            }
        }
        throw new IllegalArgumentException("no bridge is in slot " + slot);
    }

    /** The reset line: every function is as after power-on. */
    public void reset() {
        for (PciFunction[] functions : slots) {
            if (functions != null) {
                for (PciFunction function : functions) {
                    if (function != null) {
                        function.reset();
                    }
                }
            }
        }
    }

    /**
     * Configuration space, 24 bits of address: bus, five bits of slot, three of function, and register. Where no
     * function is, a load gives all ones.
     */
    public Region configuration() {
        return new ConfigurationSpace(this);
    }

    /** Returns what functions claim in I/O or memory space now, also those behind bridges. */
    public List<Claim> claims(boolean io) {
        List<Claim> claims = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (slots[slot] != null) {
                for (PciFunction function : slots[slot]) {
                    if (function != null) {
                        function.addClaims(io, names[slot], claims);
                    }
                }
            }
        }
        for (PciBridge bridge : bridges) {
            for (Claim claim : bridge.secondary().claims(io)) {
                if (bridge.forwards(claim, io)) {
                    claims.add(claim);
                }
            }
        }
        return claims;
    }

    /** A function where configuration accesses reach it: bus in bits 15:8, slot in 7:3, its number in 2:0. */
    public record Located(int address, String name, PciFunction function) {}

    /**
     * The functions that configuration accesses reach now, by address; no bus behind a bridge is before it has a
     * number.
     */
    public List<Located> functions() {
        List<Located> found = new ArrayList<>();
        locate(0, this, found);
        found.sort(Comparator.comparing(Located::address));
        return found;
    }

    private void locate(int number, PciBus root, List<Located> found) {
        for (int at = 0; at < SLOTS * FUNCTIONS; at++) {
            PciFunction[] functions = slots[at / FUNCTIONS];
            PciFunction function = functions == null ? null : functions[at % FUNCTIONS];
            int address = number << 8 | at;
            if (function != null && root.find((long) address << 8) == function) {
                found.add(new Located(address, names[at / FUNCTIONS], function));
            }
        }
        for (PciBridge bridge : bridges) {
            bridge.secondary().locate(bridge.number(), root, found);
        }
    }

    /** Returns the function at an address of configuration space, or null. */
    PciFunction find(long address) {
        int number = (int) (address >>> 16) & 0xFF;
        PciBus bus = number == 0 ? this : behind(number);
        PciFunction[] functions = bus == null ? null : bus.slots[(int) (address >>> 11) & SLOTS - 1];
        return functions == null ? null : functions[(int) (address >>> 8) & FUNCTIONS - 1];
    }

    /** Returns the bus of this number behind one of the bridges of this bus, or null. */
    PciBus behind(int number) {
        for (int i = 0; i < bridges.size(); i++) {
            PciBus found = bridges.get(i).find(number);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
