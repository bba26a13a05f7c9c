package org.iomap.emulator.module.scsi;

import static org.iomap.emulator.register.Access.W;

import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The SCSI controller of LASI, an NCR 53C710 as initiator, and the disk on its bus.
 *
 * <p>Source: hardware reference, section 8.3; what it does not say is from the NCR 53C710 data manual as the drivers
 * 53c700 of Linux and osiop of NetBSD rely on it. Not modelled: parity, the FIFOs as such, the watchdog, the chip as a
 * target. Bytes can be moved by hand (SBCL, SBDL, SODL, SOCL); the lines of SOCL other than ACK and ATN are kept only.
 */
public final class Ncr53c710 {
    private static final int CONNECTED = 0x08;
    private static final int CONNECTED_CONTROL = 0x10;
    private static final int SIGNAL_PROCESS = 0x40;
    private static final int RESET_LINE = 0x02;
    private static final int COUNT_IN_FIFO = 0x7F;
    private static final int CLEAR_FIFO = 0x04;

    private final RegisterBank module = new RegisterBank(Width.WORD, 4);
    private final RegisterMap registers = new RegisterMap();
    private final ScsiBus bus = new ScsiBus();
    private final Disk disk;
    private final TargetController target;
    private final Interrupts interrupts;
    private final ScriptProcessor scripts;

    /**
     * Makes the controller and its disk.
     *
     * @param disk what the disk keeps
     * @param id the disk's SCSI ID, 0 to 7
     */
    public Ncr53c710(Clock clock, Dma dma, InterruptLine interrupt, Blocks disk, int id) {
        this.disk = new Disk(disk);
        this.target = new TargetController(this.disk);
        this.interrupts = new Interrupts(registers, interrupt);
        this.scripts = new ScriptProcessor(registers, bus, interrupts, dma, clock);
        bus.attach(id, target);
        Register reset = module.add(0x0, "RESET", W, 0, 0xFFFF_FFFFL);
        reset.afterStore(this::resetChip);
        giveEffects();
    }

    /** The module's own reset register, at 0x0. */
    public RegisterBank module() {
        return module;
    }

    /** The chip, at 0x100. */
    public RegisterBank registers() {
        return registers.bank();
    }

    /** As after switching on. What the disk keeps, it keeps. */
    public void reset() {
        module.reset();
        resetChip();
        bus.reset();
        disk.powerOn();
    }

    private void giveEffects() {
        RegisterMap r = registers;
        r.scntl0.afterStore(this::startSequence);
        r.scntl1
                .live(() -> r.scntl1.value() | (bus.isConnected() ? CONNECTED_CONTROL : 0))
                .afterChange(this::controlReset);
        r.sien.afterStore(interrupts::update);
        r.socl.live(this::outputLines).afterStore(this::driveLines);
        r.sbdl.live(bus::dataLines);
        r.sbcl.live(bus::controlLines);
        r.dstat.afterLoad(this::acknowledgeDma);
        r.sstat0.afterLoad(interrupts::forgetScsi);
        r.sstat1.live(() -> r.assertReset.isSet() ? RESET_LINE : 0);
        r.sstat2.live(() -> bus.phase().lines());
        r.ctest2
                .live(() -> r.ctest2.value() | (r.signalProcess.isSet() ? SIGNAL_PROCESS : 0))
                .afterLoad(() -> r.signalProcess.set(false));
        r.dfifo.live(() -> r.dbc.value() & COUNT_IN_FIFO);
        r.istat
                .live(() -> r.istat.value() | (bus.isConnected() ? CONNECTED : 0) | interrupts.pending())
                .afterStore(this::control);
        r.ctest8.afterStore(() -> r.ctest8.clear(CLEAR_FIFO));
        r.dsp.afterStore(this::startScript);
        r.dien.afterStore(interrupts::update);
        r.dcntl.afterStore(this::startDma);
    }

    /** As by the RESET pin, or RST of ISTAT: the chip lets go of the bus. */
    private void resetChip() {
        scripts.reset();
        bus.release();
        registers.bank().reset();
        interrupts.update();
    }

    /** ISTAT. The chip stays reset until RST is cleared, which makes no difference here. */
    private void control() {
        if (registers.softwareReset.isSet()) {
            resetChip();
            registers.softwareReset.set(true);
        } else if (registers.abort.isSet()) {
            scripts.stop();
            interrupts.dma(Interrupts.ABORTED);
        } else if (registers.signalProcess.isSet()) {
            scripts.wake();
        }
    }

    /** An abort that the driver has not taken back happens again. */
    private void acknowledgeDma() {
        interrupts.forgetDma();
        if (registers.abort.isSet()) {
            interrupts.dma(Interrupts.ABORTED);
        }
    }

    private void startScript() {
        if (!registers.manualStart.isSet()) {
            scripts.start();
        }
    }

    private void startDma() {
        if (registers.startDma.isSet()) {
            registers.startDma.set(false);
            if (registers.manualStart.isSet() || registers.singleStep.isSet()) {
                scripts.start();
            }
        }
    }

    /** SCNTL0: arbitration and selection without SCRIPTS. */
    private void startSequence() {
        if (!registers.startSequence.isSet()) {
            return;
        }
        registers.startSequence.set(false);
        if (bus.isConnected()) {
            return;
        }
        scripts.stop();
        if (bus.select((int) registers.sdid.value(), registers.withAttention.isSet())) {
            interrupts.scsi(Interrupts.FUNCTION_COMPLETE);
        } else {
            scripts.awaitSelection();
        }
    }

    /** SCNTL1: while RST is asserted the chip, too, sees a reset of the bus. */
    private void controlReset(long changed) {
        if (registers.assertReset.in(changed) && registers.assertReset.isSet()) {
            scripts.stop();
            bus.reset();
            interrupts.scsi(Interrupts.RESET_DETECTED);
        }
    }

    private long outputLines() {
        long kept = registers.socl.value() & ~(ScsiBus.ACK | ScsiBus.ATN);
        return kept | (bus.holdsAck() ? ScsiBus.ACK : 0) | (bus.hasAttention() ? ScsiBus.ATN : 0);
    }

    private void driveLines() {
        long lines = registers.socl.value();
        bus.attention((lines & ScsiBus.ATN) != 0);
        if ((lines & ScsiBus.ACK) != 0) {
            bus.assertAck((int) registers.sodl.value());
        } else {
            bus.releaseAck();
        }
        scripts.wake();
    }
}
