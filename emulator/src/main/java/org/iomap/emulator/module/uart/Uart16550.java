package org.iomap.emulator.module.uart;

import static org.iomap.emulator.register.Access.R;
import static org.iomap.emulator.register.Access.RW;
import static org.iomap.emulator.register.Access.W;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.InterruptLine;
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
    private static final int FIFO_DEPTH = 16;
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
    private final Register ier = registers.add(0x1, "IER", RW, 0x00, 0x0F).afterChange(this::enableInterrupts);
    private final Register iir = registers.add(0x2, "IIR", R,  0x01, 0x00).live(this::interruptId).afterLoad(this::acknowledge);
    private final Register fcr = registers.add(0x2, "FCR", W,  0x00, 0xCF).afterChange(this::controlFifos);
    private final Register lcr = registers.add(0x3, "LCR", RW, 0x00, 0xFF);
    private final Register mcr = registers.add(0x4, "MCR", RW, 0x08, 0x1F).afterStore(this::takeTyped);
    private final Register lsr = registers.add(0x5, "LSR", R,  0x60, 0x00).afterLoad(this::forgetLineErrors);
    private final Register msr = registers.add(0x6, "MSR", R,  0xB0, 0x00).live(this::modemStatus).afterLoad(this::forgetModemChanges);
    private final Register scr = registers.add(0x7, "SCR", RW, 0x00, 0xFF);

    private final Flag receivedDataEnabled     = ier.flag(0, "ERBFI");
    private final Flag transmitterEmptyEnabled = ier.flag(1, "ETBEI");
    private final Flag lineStatusEnabled       = ier.flag(2, "ELSI");
    private final Flag modemStatusEnabled      = ier.flag(3, "EDSSI");
    private final Field interruptIdField       = iir.field(0, 4, "ID");
    private final Field fifosEnabledField      = iir.field(6, 2, "FIFOS");
    private final Flag fifoEnabled             = fcr.flag(0, "FIFO");
    private final Flag receiverReset           = fcr.flag(1, "RXRESET");
    private final Flag transmitterReset        = fcr.flag(2, "TXRESET");
    private final Flag dmaMode                 = fcr.flag(3, "DMA");
    private final Field trigger                = fcr.field(6, 2, "TRIGGER");
    private final Field wordLength             = lcr.field(0, 2, "WLS");
    private final Flag twoStopBits             = lcr.flag(2, "STB");
    private final Flag parityEnabled           = lcr.flag(3, "PEN");
    private final Flag evenParity              = lcr.flag(4, "EPS");
    private final Flag stickParity             = lcr.flag(5, "STICK");
    private final Flag setBreak                = lcr.flag(6, "BREAK");
    private final Flag divisorLatchAccess      = lcr.flag(7, "DLAB");
    private final Flag dataTerminalReady       = mcr.flag(0, "DTR");
    private final Flag requestToSend           = mcr.flag(1, "RTS");
    private final Flag out1                    = mcr.flag(2, "OUT1");
    private final Flag out2                    = mcr.flag(3, "OUT2");
    private final Flag loopback                = mcr.flag(4, "LOOP");
    private final Flag dataReady               = lsr.flag(0, "DR");
    private final Flag overrun                 = lsr.flag(1, "OE");
    private final Flag parityError             = lsr.flag(2, "PE");
    private final Flag framingError            = lsr.flag(3, "FE");
    private final Flag breakReceived           = lsr.flag(4, "BI");
    private final Flag holdingRegisterEmpty    = lsr.flag(5, "THRE");
    private final Flag transmitterEmpty        = lsr.flag(6, "TEMT");
    private final Flag fifoError               = lsr.flag(7, "FIFOERR");
    private final Flag clearToSendChanged      = msr.flag(0, "DCTS");
    private final Flag dataSetReadyChanged     = msr.flag(1, "DDSR");
    private final Flag ringEnded               = msr.flag(2, "TERI");
    private final Flag carrierChanged          = msr.flag(3, "DDCD");
    private final Flag clearToSend             = msr.flag(4, "CTS");
    private final Flag dataSetReady            = msr.flag(5, "DSR");
    private final Flag ringIndicator           = msr.flag(6, "RI");
    private final Flag carrierDetect           = msr.flag(7, "DCD");

    private final RegisterBank divisor = registers.overlay(divisorLatchAccess);
    private final Register dll = divisor.add(0x0, "DLL", RW, 0x0C, 0xFF);
    private final Register dlm = divisor.add(0x1, "DLM", RW, 0x00, 0xFF);
    // spotless:on

    private final ByteFifo received = new ByteFifo(FIFO_DEPTH);
    private final ByteFifo typed = new ByteFifo(TYPED_AHEAD);
    private final CharacterTimeout timeout;
    private boolean timeoutPending;
    private boolean transmitterEmptyPending;

    private final IntConsumer serialLine;
    private final InterruptLine interrupt;

    /** @param serialLine takes each transmitted byte, 0 to 255 */
    public Uart16550(Clock clock, IntConsumer serialLine, InterruptLine interrupt) {
        this.timeout = new CharacterTimeout(clock, this::timeOut);
        this.serialLine = serialLine;
        this.interrupt = interrupt;
    }

    public RegisterBank registers() {
        return registers;
    }

    public void reset() {
        registers.reset();
        received.clear();
        typed.clear();
        timeout.reset();
        timeoutPending = false;
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
        boolean lost;
        if (fifoEnabled.isSet()) {
            lost = !received.offer(value);
            timeout.start(fourCharacters());
        } else {
            lost = dataReady.isSet();
            rbr.value(value);
        }
        if (lost) {
            overrun.set(true);
        }
        dataReady.set(true);
        updateInterrupt();
    }

    /** The serial line is low for longer than a character. */
    public void receiveBreak() {
        breakReceived.set(true);
        receive(0);
    }

    private void takeTyped() {
        while (typed.count() > 0 && !loopback.isSet() && hasRoom()) {
            receive(typed.take());
        }
    }

    private boolean hasRoom() {
        return fifoEnabled.isSet() ? !received.isFull() : !dataReady.isSet();
    }

    private long oldestByte() {
        return fifoEnabled.isSet() ? received.peek() : rbr.value();
    }

    private void dropOldestByte() {
        boolean isMore = false;
        if (fifoEnabled.isSet()) {
            received.take();
            isMore = received.count() > 0;
            timeoutPending = false;
        }
        if (isMore) {
            timeout.start(fourCharacters());
        } else {
            dataReady.set(false);
            breakReceived.set(false);
            timeout.stop();
        }
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
            received.clear();
            dataReady.set(false);
            breakReceived.set(false);
            timeout.stop();
            timeoutPending = false;
        }
        if (resetBoth || transmitterReset.isSet()) {
            transmitterEmptyPending = true;
        }
        fcr.clear(FIFO_RESETS);
        updateInterrupt();
        takeTyped();
    }

    private void forgetLineErrors() {
        lsr.clear(LINE_ERRORS);
        updateInterrupt();
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

    private void timeOut() {
        timeoutPending = received.count() > 0;
        updateInterrupt();
    }

    private long interruptId() {
        return cause() | (fifoEnabled.isSet() ? 0xC0 : 0);
    }

    /** The low four bits of IIR: the first of the pending interrupts, in the order of the data sheet. */
    private int cause() {
        if (lineStatusEnabled.isSet() && (lsr.value() & LINE_ERRORS) != 0) {
            return LINE_STATUS;
        }
        if (receivedDataEnabled.isSet() && timeoutPending) {
            return CHARACTER_TIMEOUT;
        }
        if (receivedDataEnabled.isSet() && dataReady.isSet() && received.count() >= triggerLevel()) {
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

    private int triggerLevel() {
        return fifoEnabled.isSet() ? TRIGGER_LEVELS[trigger.value()] : 0;
    }

    private void updateInterrupt() {
        interrupt.set(cause() != NO_INTERRUPT);
    }

    private long fourCharacters() {
        int bits = 1 + 5 + wordLength.value() + (parityEnabled.isSet() ? 1 : 0) + (twoStopBits.isSet() ? 2 : 1);
        return 4L * bits * BaudRate.nanosPerBit((int) (dlm.value() << 8 | dll.value()));
    }
}
