package org.iomap.emulator.module.lan;

import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Clock;

/**
 * The CU: goes through the list of command blocks.
 *
 * <p>Hardware: it works beside the processor. Here: a list is done at once, up to a bound, and its rest a millisecond
 * later and so on, which is about what the cable could carry: so a list without end harms nobody.
 */
final class CommandUnit {
    /** A command's status: it went well. */
    static final int OK = 0x2000;

    private static final int COMPLETE = 0x8000;
    private static final int BUSY = 0x4000;

    private static final int END_OF_LIST = 0x8000;
    private static final int SUSPEND = 0x4000;
    private static final int INTERRUPT = 0x2000;

    private static final int COMMAND = 2;
    private static final int LINK = 4;

    private static final int COMMANDS_AT_ONCE = 32;
    private static final long PAUSE_NANOS = 1_000_000;

    private final LinearMemory memory;
    private final SystemControlBlock scb;
    private final ActionCommands commands;
    private final Clock clock;
    private final Runnable wakeUp;
    private State state = State.IDLE;
    private long block;
    private Clock.Alarm alarm;

    /** What the status word of the SCB says of it. */
    private enum State {
        IDLE(0),
        SUSPENDED(1),
        ACTIVE(2);

        private final int number;

        State(int number) {
            this.number = number;
        }
    }

    /** @param wakeUp what an alarm calls, so that {@link #work} goes on */
    CommandUnit(LinearMemory memory, SystemControlBlock scb, ActionCommands commands, Clock clock, Runnable wakeUp) {
        this.memory = memory;
        this.scb = scb;
        this.commands = commands;
        this.clock = clock;
        this.wakeUp = wakeUp;
    }

    /** The number of the state, as in the status word. */
    int state() {
        return state.number;
    }

    void reset() {
        state = State.IDLE;
        sleep();
    }

    void start() {
        block = scb.commandList();
        state = State.ACTIVE;
        work();
    }

    void resume() {
        if (state == State.SUSPENDED) {
            state = State.ACTIVE;
            work();
        }
    }

    void suspend() {
        if (state == State.ACTIVE) {
            leaveActive(State.SUSPENDED);
        }
    }

    void abort() {
        if (state == State.ACTIVE) {
            leaveActive(State.IDLE);
        }
        state = State.IDLE;
    }

    /** Does the next commands of the list. */
    void work() {
        sleep();
        for (int done = 0; state == State.ACTIVE; done++) {
            if (block == LinearMemory.NULL) {
                leaveActive(State.IDLE);
            } else if (done == COMMANDS_AT_ONCE) {
                alarm = clock.at(clock.now() + PAUSE_NANOS, wakeUp);
                return;
            } else {
                executeBlock();
            }
        }
    }

    private void executeBlock() {
        try {
            int command = memory.half(block + COMMAND);
            memory.half(block, BUSY);
            int status = commands.execute(block, command);
            memory.half(block, COMPLETE | status);
            block = memory.pointer(block + LINK);
            completed(command);
        } catch (BusError lost) {
            leaveActive(State.IDLE);
        }
    }

    private void completed(int command) {
        if ((command & INTERRUPT) != 0) {
            scb.raise(SystemControlBlock.CX);
        }
        if ((command & END_OF_LIST) != 0) {
            leaveActive(State.IDLE);
        } else if ((command & SUSPEND) != 0) {
            leaveActive(State.SUSPENDED);
        }
    }

    private void leaveActive(State next) {
        state = next;
        scb.raise(SystemControlBlock.CNA);
        sleep();
    }

    private void sleep() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }
}
