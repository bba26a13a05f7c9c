package org.iomap.emulator.module.scsi;

import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.Dma;
import org.iomap.protocol.Width;

/**
 * The processor of the 53C710 that carries out SCRIPTS from host memory.
 *
 * <p>It runs beside the processor of the machine: in turns of so many instructions and bytes, each from an alarm of the
 * clock, so that a script without end takes its share of time and no more. An instruction that waits takes none.
 */
final class ScriptProcessor {
    private static final long START_NANOS = 1_000;
    private static final long TURN_NANOS = 1_000_000;
    private static final long SELECTION_TIMEOUT_NANOS = 250_000_000;
    private static final int TURN = 64;
    private static final int BYTES_LIKE_AN_INSTRUCTION = 256;
    private static final int INSTRUCTION_BYTES = 8;

    private enum State {
        STOPPED,
        RUNNING,
        WAITING,
        SELECTING
    }

    private final RegisterMap registers;
    private final Interrupts interrupts;
    private final Dma dma;
    private final Clock clock;
    private final Piece piece = new Piece();
    private final BlockMove blockMove;
    private final BusInstruction busInstruction;
    private final RegisterInstruction registerInstruction;
    private final TransferControl transferControl;
    private final MemoryMove memoryMove;
    private State state = State.STOPPED;
    private Clock.Alarm alarm;
    private boolean isInTurn;
    private boolean isFetched;
    private int instruction;

    ScriptProcessor(RegisterMap registers, ScsiBus bus, Interrupts interrupts, Dma dma, Clock clock) {
        this.registers = registers;
        this.interrupts = interrupts;
        this.dma = dma;
        this.clock = clock;
        this.blockMove = new BlockMove(registers, bus, interrupts, dma, piece);
        this.registerInstruction = new RegisterInstruction(registers);
        this.busInstruction = new BusInstruction(registers, bus, dma, registerInstruction);
        this.transferControl = new TransferControl(registers, bus, interrupts, registerInstruction);
        this.memoryMove = new MemoryMove(registers, interrupts, dma, piece);
    }

    /** Starts at DSP, soon. */
    void start() {
        stop();
        state = State.RUNNING;
        if (!isInTurn) {
            runIn(START_NANOS);
        }
    }

    void stop() {
        state = State.STOPPED;
        isFetched = false;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /** As after a reset. */
    void reset() {
        stop();
        registerInstruction.carry(false);
    }

    /** Something has happened on the bus, or SIGP was set: an instruction that waits looks again. */
    void wake() {
        if (state == State.WAITING) {
            state = State.RUNNING;
            if (!isInTurn) {
                runIn(START_NANOS);
            }
        }
    }

    /** Nobody has answered; it ends by the selection timeout, unless CTEST7 disables that. */
    void awaitSelection() {
        stop();
        state = State.SELECTING;
        if (!registers.timeoutDisabled.isSet()) {
            alarm = clock.at(clock.now() + SELECTION_TIMEOUT_NANOS, this::selectionTimedOut);
        }
    }

    private void selectionTimedOut() {
        stop();
        interrupts.scsi(Interrupts.SELECTION_TIMEOUT);
    }

    private void runIn(long nanos) {
        alarm = clock.at(clock.now() + nanos, this::turn);
    }

    private void turn() {
        alarm = null;
        isInTurn = true;
        try {
            for (int left = TURN; left > 0 && state == State.RUNNING; ) {
                long before = piece.handedOut();
                step();
                left -= 1 + (int) (piece.handedOut() - before) / BYTES_LIKE_AN_INSTRUCTION;
            }
        } catch (BusError fault) {
            stop();
            interrupts.dma(Interrupts.BUS_FAULT);
        } finally {
            isInTurn = false;
        }
        if (state == State.RUNNING) {
            runIn(TURN_NANOS);
        }
    }

    private void step() {
        if (!isFetched) {
            fetch();
            if (state != State.RUNNING) {
                return;
            }
        }
        Step step = execute();
        if (state != State.RUNNING) {
            return; // the instruction reached a register that stops the processor
        }
        switch (step) {
            case DONE -> finish();
            case CONTINUE -> {}
            case WAIT -> state = State.WAITING;
            case SELECTING -> awaitSelection();
            case STOP -> stop();
        }
    }

    private void finish() {
        isFetched = false;
        if (registers.singleStep.isSet()) {
            stop();
            interrupts.dma(Interrupts.SINGLE_STEP);
        }
    }

    private void fetch() {
        long address = registers.dsp.value();
        if (address % Width.WORD.bytes() != 0) {
            stop();
            interrupts.dma(Interrupts.ILLEGAL_INSTRUCTION);
            return;
        }
        instruction = (int) dma.load(address, Width.WORD);
        registers.dbc.value(Integer.toUnsignedLong(instruction));
        registers.dsps.value(dma.load(Operands.address(address + Width.WORD.bytes()), Width.WORD));
        registers.dsp.value(Operands.address(address + INSTRUCTION_BYTES));
        isFetched = true;
        switch (instruction >>> 30) {
            case 0 -> blockMove.fetchOperands(instruction);
            case 3 -> memoryMove.fetchOperands();
            default -> {}
        }
    }

    private Step execute() {
        return switch (instruction >>> 30) {
            case 0 -> blockMove.execute(instruction);
            case 1 ->
                (instruction >> 27 & 7) < 5
                        ? busInstruction.execute(instruction)
                        : registerInstruction.execute(instruction);
            case 2 -> transferControl.execute(instruction);
            default -> memoryMove.execute(instruction);
        };
    }
}
