package org.iomap.emulator.module.lan;

import org.iomap.emulator.bus.BusError;

/** The RU: stores the frames that are for this station in the frame descriptors of the receive area. */
final class ReceiveUnit {
    private static final int END_OF_LIST = 0x8000;
    private static final int SUSPEND = 0x4000;
    private static final int FLEXIBLE = 0x0008;

    private static final int COMPLETE = 0x8000;
    private static final int OK = 0x2000;
    private static final int LENGTH_ERROR = 0x1000;
    private static final int CRC_ERROR = 0x0800;
    private static final int OUT_OF_BUFFERS = 0x0200;
    private static final int TOO_SHORT = 0x0080;
    private static final int TRUNCATED = 0x0020;
    private static final int NOT_INDIVIDUAL = 0x0002;

    private static final int END_OF_FRAME = 0x8000;
    private static final int FILLED = 0x4000;
    private static final int SIZE_MASK = 0x3FFF;

    private static final int COMMAND = 2;
    private static final int LINK = 4;
    private static final int FIRST_BUFFER = 8;
    private static final int COUNT = 12;
    private static final int SIZE = 14;
    private static final int DATA = 16;

    private static final int LENGTH_FIELD = 12;
    private static final int HEADER = 14;
    private static final int LONGEST_LENGTH = 1500;

    private final LinearMemory memory;
    private final SystemControlBlock scb;
    private final Configuration configuration;
    private final AddressFilter filter;
    private final ReceiveBuffers buffers;
    private State state = State.IDLE;
    private long descriptor = LinearMemory.NULL;

    /** What the status word of the SCB says of it; a further bit there says that there are no buffers. */
    private enum State {
        IDLE(0),
        SUSPENDED(1),
        NO_RESOURCES(2),
        READY(4);

        private final int number;

        State(int number) {
            this.number = number;
        }
    }

    ReceiveUnit(LinearMemory memory, SystemControlBlock scb, Configuration configuration, AddressFilter filter) {
        this.memory = memory;
        this.scb = scb;
        this.configuration = configuration;
        this.filter = filter;
        this.buffers = new ReceiveBuffers(memory);
    }

    /** The number of the state, as in the status word. */
    int state() {
        boolean hasState = state == State.READY || state == State.NO_RESOURCES;
        return hasState && buffers.ranOut() ? state.number | ReceiveBuffers.NO_MORE : state.number;
    }

    void reset() {
        state = State.IDLE;
        buffers.reset();
    }

    void start() {
        descriptor = scb.receiveArea();
        buffers.reset();
        state = State.READY;
        if (descriptor == LinearMemory.NULL) {
            leaveReady(State.NO_RESOURCES);
            return;
        }
        try {
            buffers.start(memory.pointer(descriptor + FIRST_BUFFER));
        } catch (BusError lost) {
            leaveReady(State.NO_RESOURCES);
        }
    }

    void resume() {
        if (state == State.SUSPENDED) {
            state = State.READY;
        }
    }

    void suspend() {
        if (state == State.READY) {
            leaveReady(State.SUSPENDED);
        }
    }

    void abort() {
        if (state == State.READY) {
            leaveReady(State.IDLE);
        }
        state = State.IDLE;
    }

    /** A frame has come, complete with its check sequence. */
    void receive(byte[] frame) {
        if (!filter.accepts(frame)) {
            return;
        }
        try {
            int error = check(frame);
            if (state == State.READY) {
                if (error == 0 || configuration.savesBadFrames()) {
                    store(frame, error);
                }
            } else if (state == State.NO_RESOURCES && error == 0) {
                scb.count(SystemControlBlock.RESOURCE_ERRORS);
            }
        } catch (BusError lost) {
            overrun();
        }
    }

    /** Returns what is wrong with a frame, as bits of a descriptor's status. */
    private int check(byte[] frame) {
        if (frame.length < Math.max(configuration.minimumFrameLength(), HEADER + FrameCheck.LENGTH)) {
            scb.count(SystemControlBlock.SHORT_FRAMES);
            return TOO_SHORT;
        }
        if (!FrameCheck.isGood(frame)) {
            scb.count(SystemControlBlock.CRC_ERRORS);
            return CRC_ERROR;
        }
        int lengthField = (frame[LENGTH_FIELD] & 0xFF) << Byte.SIZE | (frame[LENGTH_FIELD + 1] & 0xFF);
        boolean isLength = configuration.checksLengthField() && lengthField <= LONGEST_LENGTH;
        return isLength && lengthField > frame.length - HEADER - FrameCheck.LENGTH ? LENGTH_ERROR : 0;
    }

    private void store(byte[] frame, int error) {
        int command = memory.half(descriptor + COMMAND);
        int length = Math.max(0, configuration.crcInMemory() ? frame.length : frame.length - FrameCheck.LENGTH);
        int inDescriptor = Math.min(length, memory.half(descriptor + SIZE) & SIZE_MASK);
        memory.write(descriptor + DATA, frame, 0, inDescriptor);
        int lost = 0;
        if (inDescriptor < length) {
            boolean isFlexible = (command & FLEXIBLE) != 0;
            boolean fits = isFlexible && buffers.fill(frame, inDescriptor, length);
            lost = fits ? 0 : isFlexible ? OUT_OF_BUFFERS : TRUNCATED;
        }
        if (lost != 0) {
            scb.count(SystemControlBlock.RESOURCE_ERRORS);
        }
        if (lost == 0 || configuration.savesBadFrames()) {
            int end = inDescriptor == length ? END_OF_FRAME : 0;
            memory.half(descriptor + COUNT, FILLED | end | inDescriptor);
            complete(command, error | lost | (filter.isIndividual(frame) ? 0 : NOT_INDIVIDUAL));
        }
        if (lost == OUT_OF_BUFFERS && state == State.READY) {
            leaveReady(State.NO_RESOURCES);
        }
    }

    /** The descriptor belongs to the driver again; goes on to the next one. */
    private void complete(int command, int status) {
        memory.half(descriptor, COMPLETE | ((status & ~NOT_INDIVIDUAL) == 0 ? OK : 0) | status);
        buffers.commit();
        scb.raise(SystemControlBlock.FR);
        descriptor = memory.pointer(descriptor + LINK);
        if ((command & END_OF_LIST) != 0 || descriptor == LinearMemory.NULL) {
            leaveReady(State.NO_RESOURCES);
            return;
        }
        if ((command & FLEXIBLE) != 0) {
            memory.pointer(descriptor + FIRST_BUFFER, buffers.next());
        }
        if ((command & SUSPEND) != 0) {
            leaveReady(State.SUSPENDED);
        }
    }

    /** Memory did not answer: the frame is lost, and so is the list. */
    private void overrun() {
        if (state == State.READY) {
            leaveReady(State.NO_RESOURCES);
        }
        try {
            scb.count(SystemControlBlock.OVERRUN_ERRORS);
        } catch (BusError uncounted) {
            // The SCB does not answer either: the trace says so.
        }
    }

    private void leaveReady(State next) {
        state = next;
        scb.raise(SystemControlBlock.RNR);
    }
}
