package org.iomap.emulator.module.lasi;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import java.util.List;
import java.util.function.LongSupplier;
import org.iomap.emulator.bus.BusMaster;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The core of LASI: interrupts, device resets, real-time clock, power and LEDs.
 *
 * <p>Source: hardware reference, section 4; IRR is the recommended model of 4.2. The devices on the chip are modules of
 * their own.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class Lasi {
    /** Interrupt lines are numbered 0 to 31. */
    public static final int LINES = 32;

    private static final long ALL = 0xFFFF_FFFFL;
    private static final long POWER_OFF = 2;
    private static final String LINE_NAMES =
            "-:5 SERIAL - PARALLEL LAN SCSI -:3 AUDIO LASI - TELEPHONY0 TELEPHONY1 ISDN - FLOPPY -:5 PS2";

    private final RegisterBank interrupts = new RegisterBank(Width.WORD, 0x14);
    private final RegisterBank parallelReset = reset("PARALLEL_RESET", Device.PARALLEL);
    private final RegisterBank serialReset = reset("SERIAL_RESET", Device.SERIAL);
    private final RegisterBank lanReset = reset("LAN_RESET", Device.LAN);
    private final RegisterBank realTimeClock = new RegisterBank(Width.WORD, 4);
    private final RegisterBank power = new RegisterBank(Width.WORD, 0x14);
    private final RegisterBank leds = power.narrow(Width.BYTE);
    private final RegisterBank configuration = new RegisterBank(Width.BYTE, 2);

    // spotless:off
    //                                              offset name      access reset     writable
    private final Register irr     = interrupts.add(0x0000, "IRR",     R,  0x00000000,  0).bits(LINE_NAMES).live(this::requests);
    private final Register imr     = interrupts.add(0x0004, "IMR",     RW, 0x00000000,  ALL).bits(LINE_NAMES);
    private final Register ipr     = interrupts.add(0x0008, "IPR",     RW, 0x00000000,  0).bits(LINE_NAMES).afterLoad(this::clearPending).afterStore(this::clearPending);
    private final Register icr     = interrupts.add(0x000C, "ICR",     RW, 0x00000000,  0x00000102).bits("- TOC -:6 BUS_ERROR").afterStore(this::control);
    private final Register iar     = interrupts.add(0x0010, "IAR",     RW, 0xFFFB0003L, ALL).bits("DATA:5");
    private final Register rtc  = realTimeClock.add(0x0000, "RTC",     RW, 0x00000000,  ALL).live(this::time).afterStore(this::setTime);
    private final Register pcr          = power.add(0x0000, "PCR",     W,  0x00000000,  ALL).bits("BLINK OFF").afterStore(this::controlPower);
    private final Register errlog       = power.add(0x0004, "ERRLOG",  RW, 0x00000000,  ALL);
    private final Register ver          = power.add(0x0008, "VER",     R,  0x00000000,  0).bits("VERSION:4");
    private final Register ioreset      = power.add(0x000C, "IORESET", W,  0x00000000,  ALL).afterStore(() -> pins().reset(Device.ALL));
    private final Register amr          = power.add(0x0010, "AMR",     RW, 0x00000000,  ALL);
    private final Register led           = leds.add(0x0000, "LED",     W,  0x000000FF,  0xFF).bits("LAN_RX_OFF LAN_TX_OFF DISK_OFF HEARTBEAT_OFF OTHERS_OFF:4").afterChange(this::showLeds);
    private final Register primary = configuration.add(0x0000, "CONFIG_PRIMARY",   RW, 0x00, 0xFF).unimplemented();
    private final Register secondary = configuration.add(0x0001, "CONFIG_SECONDARY", RW, 0x00, 0xFF).unimplemented();

    private final Flag busError          = icr.flag("BUS_ERROR");
    private final Flag transferOfControl = icr.flag("TOC");
    // spotless:on

    private final BusMaster bus;
    private final LongSupplier seconds;
    private final Pins pins;
    private long levels;
    private long clockOffset;

    /**
     * @param bus takes the interrupt messages
     * @param seconds the time of day, seconds since 1970
     * @param pins what else the chip drives
     */
    public Lasi(BusMaster bus, LongSupplier seconds, Pins pins) {
        this.bus = bus;
        this.seconds = seconds;
        this.pins = pins;
    }

    /** At 0x0000. */
    public RegisterBank interrupts() {
        return interrupts;
    }

    /** At 0x2000. */
    public RegisterBank parallelReset() {
        return parallelReset;
    }

    /** At 0x5000. */
    public RegisterBank serialReset() {
        return serialReset;
    }

    /** At 0x7000. */
    public RegisterBank lanReset() {
        return lanReset;
    }

    /** At 0x9000. */
    public RegisterBank realTimeClock() {
        return realTimeClock;
    }

    /** At 0xC000. */
    public RegisterBank power() {
        return power;
    }

    /** At 0x7FFFE. */
    public RegisterBank configuration() {
        return configuration;
    }

    /** Returns an interrupt input: its rising edges are latched. */
    public InterruptLine line(int number) {
        return high -> drive(1L << number, high);
    }

    /** Sets or clears the bit of an input in IMR, as a store to it would. */
    public void unmask(int number, boolean on) {
        long line = 1L << number;
        imr.value(on ? imr.value() | line : imr.value() & ~line);
    }

    /** The LEDs that are lit, which are those whose bit of LED is 0; bit 3 is the heartbeat. */
    public int litLeds() {
        return (int) ~led.value() & 0xFF;
    }

    public void reset() {
        List.of(interrupts, parallelReset, serialReset, lanReset, realTimeClock, power, configuration)
                .forEach(RegisterBank::reset);
        levels = 0;
        clockOffset = 0;
    }

    private void drive(long line, boolean high) {
        boolean rises = high && (levels & line) == 0;
        levels = high ? levels | line : levels & ~line;
        if (!rises) {
            return;
        }
        ipr.value(ipr.value() | line);
        if ((imr.value() & line) != 0 && !busError.isSet()) {
            bus.sendInterrupt(iar.value());
        }
    }

    private long requests() {
        return ipr.value() & imr.value();
    }

    private void clearPending() {
        ipr.value(0);
    }

    private long time() {
        return seconds.getAsLong() + clockOffset & ALL;
    }

    private void setTime() {
        clockOffset = rtc.value() - seconds.getAsLong();
    }

    private void controlPower() {
        if (pcr.value() == POWER_OFF) {
            pins.powerOff();
        }
    }

    private void control() {
        if (transferOfControl.isSet()) {
            transferOfControl.set(false);
            pins.transferOfControl();
        }
    }

    private void showLeds(long changed) {
        if (changed != 0) {
            pins.leds(litLeds());
        }
    }

    private Pins pins() {
        return pins;
    }

    /** A word or, as OpenBSD stores it, a byte. */
    private RegisterBank reset(String name, Device device) {
        RegisterBank bank = new RegisterBank(Width.WORD, 4);
        bank.add(0, name, W, 0, ALL).afterStore(() -> pins().reset(device));
        bank.narrow(Width.BYTE).add(0, name, W, 0, 0xFF).afterStore(() -> pins().reset(device));
        return bank;
    }
}
