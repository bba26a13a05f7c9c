package org.iomap.emulator.module.uart;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.register.ByteFifo;
import org.iomap.emulator.register.Field;
import org.iomap.emulator.register.Flag;
import org.iomap.emulator.register.Register;
import org.iomap.emulator.register.RegisterBank;
import org.iomap.protocol.Width;

/**
 * The 16550A serial port.
 *
 * <p>Source: hardware reference, section 5. A byte is sent at once, so the transmitter is always empty and its FIFO
 * never holds anything; the divisor counts for the character timeout alone. Modem inputs never change.
 */
@SuppressWarnings("unused") // every row of the register map is here, needed by name or not
public final class Uart16550 {
    private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};
    private static final int TYPED_AHEAD = 256;
    private static final long LINE_ERRORS = 0x1E;
    private static final long MODEM_CHANGES = 0x0F;
    private static final long FIFO_RESETS = 0x06;

    private static final int MODEM_STATUS = 0x0;
    private static final int NO_INTERRUPT = 0x1;
    private static final int TRANSMITTER_EMPTY = 0x2;
    private static final int RECEIVED_DATA = 0x4;
    private static final int LINE_STATUS = 0x6;
    private static final int CHARACTER_TIMEOUT = 0xC;

    private final RegisterBank registers = new RegisterBank(Width.BYTE, 8);

    // spotless:off
    //                                        offset name   access reset writable
    private final Register rbr = registers.add(0x0, "RBR", R,  0x00, 0x00).live(this::oldestByte).afterLoad(this::dropOldestByte);
    private final Register thr = registers.add(0x0, "THR", W,  0x00, 0xFF).afterStore(this::transmit);
    private final Register ier = registers.add(0x1, "IER", RW, 0x00, 0x0F).bits("ERBFI ETBEI ELSI EDSSI").afterChange(this::enableInterrupts);
    private final Register iir = registers.add(0x2, "IIR", R,  0x01, 0x00).bits("ID:4 - - FIFOS:2").live(this::interruptId).afterLoad(this::acknowledge);
    private final Register fcr = registers.add(0x2, "FCR", W,  0x00, 0xCF).bits("FIFO RXRESET TXRESET DMA - - TRIGGER:2").afterChange(this::controlFifos);
    private final Register lcr = registers.add(0x3, "LCR", RW, 0x00, 0xFF).bits("WLS:2 STB PEN EPS STICK BREAK DLAB");
    private final Register mcr = registers.add(0x4, "MCR", RW, 0x08, 0x1F).bits("DTR RTS OUT1 OUT2 LOOP").afterStore(this::takeTyped);
    private final Register lsr = registers.add(0x5, "LSR", R,  0x60, 0x00).bits("DR OE PE FE BI THRE TEMT FIFOERR").afterLoad(this::forgetLineErrors);
    private final Register msr = registers.add(0x6, "MSR", R,  0xB0, 0x00).bits("DCTS DDSR TERI DDCD CTS DSR RI DCD").live(this::modemStatus).afterLoad(this::forgetModemChanges);
    private final Register scr = registers.add(0x7, "SCR", RW, 0x00, 0xFF);

    private final Flag receivedDataEnabled     = ier.flag("ERBFI");
    private final Flag transmitterEmptyEnabled = ier.flag("ETBEI");
    private final Flag lineStatusEnabled       = ier.flag("ELSI");
    private final Flag modemStatusEnabled      = ier.flag("EDSSI");
    private final Flag fifoEnabled             = fcr.flag("FIFO");
    private final Flag receiverReset           = fcr.flag("RXRESET");
    private final Flag transmitterReset        = fcr.flag("TXRESET");
    private final Field trigger                = fcr.field("TRIGGER");
    private final Field wordLength             = lcr.field("WLS");
    private final Flag twoStopBits             = lcr.flag("STB");
    private final Flag parityEnabled           = lcr.flag("PEN");
    private final Flag divisorLatchAccess      = lcr.flag("DLAB");
    private final Flag loopback                = mcr.flag("LOOP");

    private final RegisterBank divisor = registers.overlay(divisorLatchAccess);
    private final Register dll = divisor.add(0x0, "DLL", RW, 0x0C, 0xFF);
    private final Register dlm = divisor.add(0x1, "DLM", RW, 0x00, 0xFF);
    // spotless:on

    private final Receiver receiver;
    private final ByteFifo typed = new ByteFifo(TYPED_AHEAD);
    private boolean transmitterEmptyPending;

    private final BaudRate baudRate;
    private final IntConsumer serialLine;
    private final InterruptLine interrupt;

    /** @param serialLine takes each transmitted byte, 0 to 255 */
    public Uart16550(Clock clock, BaudRate baudRate, IntConsumer serialLine, InterruptLine interrupt) {
        this.baudRate = baudRate;
        this.receiver = new Receiver(rbr, lsr, fifoEnabled, clock, this::updateInterrupt);
        this.serialLine = serialLine;
        this.interrupt = interrupt;
    }

    public RegisterBank registers() {
        return registers;
    }

    public void reset() {
        registers.reset();
        receiver.reset();
        typed.clear();
        transmitterEmptyPending = false;
        updateInterrupt();
    }

    /**
     * Bytes come in from the serial line, as fast as the program takes them; in loopback they wait.
     *
     * @return how many were taken; the others are offered again later
     */
    public int input(ByteBuffer bytes) {
        int first = bytes.position();
        while (bytes.hasRemaining() && !typed.isFull()) {
            typed.offer(Byte.toUnsignedInt(bytes.get()));
            takeTyped();
        }
        return bytes.position() - first;
    }

    /** A byte comes in from the serial line now, whether or not there is room for it. */
    public void receive(int value) {
        receiver.receive(value, fourCharacters());
        updateInterrupt();
    }

    /** The serial line is low for longer than a character. */
    public void receiveBreak() {
        receiver.receiveBreak(fourCharacters());
        updateInterrupt();
    }

    private void takeTyped() {
        while (typed.count() > 0 && !loopback.isSet() && receiver.hasRoom()) {
            receive(typed.take());
        }
    }

    private long oldestByte() {
        return receiver.oldest();
    }

    private void dropOldestByte() {
        receiver.drop(fourCharacters());
        updateInterrupt();
        takeTyped();
    }

    private void transmit() {
        // The output falls and rises again, which an edge-triggered controller counts.
        transmitterEmptyPending = false;
        updateInterrupt();
        transmitterEmptyPending = true;
        updateInterrupt();
        if (loopback.isSet()) {
            receive((int) thr.value());
        } else {
            serialLine.accept((int) thr.value());
        }
    }

    private void enableInterrupts(long changed) {
        if (transmitterEmptyEnabled.in(changed)) {
            transmitterEmptyPending = transmitterEmptyEnabled.isSet();
        }
        updateInterrupt();
    }

    private void controlFifos(long changed) {
        boolean resetBoth = fifoEnabled.in(changed);
        if (resetBoth || receiverReset.isSet()) {
            receiver.clear();
        }
        if (resetBoth || transmitterReset.isSet()) {
            transmitterEmptyPending = true;
        }
        fcr.clear(FIFO_RESETS);
        updateInterrupt();
        takeTyped();
    }

    private void forgetLineErrors() {
        if ((lsr.value() & LINE_ERRORS) != 0) {
            lsr.clear(LINE_ERRORS);
            updateInterrupt();
        }
    }

    private long modemStatus() {
        if (!loopback.isSet()) {
            return msr.value();
        }
        long outputs = mcr.value();
        return (outputs & 0x0C) << 4 | (outputs & 0x02) << 3 | (outputs & 0x01) << 5;
    }

    private void forgetModemChanges() {
        if (!loopback.isSet()) {
            msr.clear(MODEM_CHANGES);
            updateInterrupt();
        }
    }

    private void acknowledge() {
        if (cause() == TRANSMITTER_EMPTY) {
            transmitterEmptyPending = false;
            updateInterrupt();
        }
    }

    private long interruptId() {
        return cause() | (fifoEnabled.isSet() ? 0xC0 : 0);
    }

    /** The low four bits of IIR: the first of the pending interrupts, in the order of the data sheet. */
    private int cause() {
        if (lineStatusEnabled.isSet() && (lsr.value() & LINE_ERRORS) != 0) {
            return LINE_STATUS;
        }
        if (receivedDataEnabled.isSet() && receiver.hasTimedOut()) {
            return CHARACTER_TIMEOUT;
        }
        if (receivedDataEnabled.isSet() && receiver.holds(TRIGGER_LEVELS[trigger.value()])) {
            return RECEIVED_DATA;
        }
        if (transmitterEmptyEnabled.isSet() && transmitterEmptyPending) {
            return TRANSMITTER_EMPTY;
        }
        if (modemStatusEnabled.isSet() && (msr.value() & MODEM_CHANGES) != 0) {
            return MODEM_STATUS;
        }
        return NO_INTERRUPT;
    }

    private void updateInterrupt() {
        interrupt.set(cause() != NO_INTERRUPT);
    }

    private long fourCharacters() {
        int bits = 1 + 5 + wordLength.value() + (parityEnabled.isSet() ? 1 : 0) + (twoStopBits.isSet() ? 2 : 1);
        return 4L * bits * baudRate.nanosPerBit((int) (dlm.value() << 8 | dll.value()));
    }
}
