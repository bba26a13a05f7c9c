package org.iomap.emulator.module.lan;

import java.util.Arrays;
import org.iomap.emulator.bus.BusError;

/**
 * The Transmit command: gathers a frame from the command block and its buffers and sends it. Nobody else talks on this
 * cable, so there are no collisions, and it takes no time.
 */
final class Transmitter {
    private static final int FLEXIBLE = 0x0008;
    private static final int NO_CRC = 0x0010;
    private static final int DMA_UNDERRUN = 0x0100;
    private static final int SIZE = 0x3FFF;
    private static final int END_OF_FRAME = 0x8000;

    private static final int BUFFERS = 8;
    private static final int COUNT = 12;
    private static final int DATA = 16;
    private static final int NEXT = 4;
    private static final int BUFFER = 8;

    /** A frame that is longer, or in more pieces, is cut off as by an underrun: nothing of it is sent. */
    private static final int MOST_BYTES = SIZE;

    private static final int MOST_BUFFERS = 256;
    private static final int USUAL_BYTES = 1536;

    private final LinearMemory memory;
    private final Configuration configuration;
    private final AddressFilter addresses;
    private final Wire wire;
    private final Wire loopback;
    private byte[] data = {};
    private int length;

    Transmitter(LinearMemory memory, Configuration configuration, AddressFilter addresses, Wire wire, Wire loopback) {
        this.memory = memory;
        this.configuration = configuration;
        this.addresses = addresses;
        this.wire = wire;
        this.loopback = loopback;
    }

    /** Returns the bits of the command's status. */
    int transmit(long block, int command) {
        length = 0;
        try {
            boolean isWhole = gather(memory.half(block + COUNT) & SIZE, block + DATA);
            if (isWhole && (command & FLEXIBLE) != 0) {
                isWhole = gatherBuffers(memory.pointer(block + BUFFERS));
            }
            if (!isWhole || length == 0) {
                return DMA_UNDERRUN;
            }
        } catch (BusError underrun) {
            return DMA_UNDERRUN;
        }
        send((command & NO_CRC) != 0 || configuration.noCrcInsertion());
        return CommandUnit.OK;
    }

    private boolean gatherBuffers(long first) {
        long descriptor = first;
        for (int used = 0; used < MOST_BUFFERS && descriptor != LinearMemory.NULL; used++) {
            int size = memory.half(descriptor);
            if (!gather(size & SIZE, memory.pointer(descriptor + BUFFER))) {
                return false;
            }
            if ((size & END_OF_FRAME) != 0) {
                return true;
            }
            descriptor = memory.pointer(descriptor + NEXT);
        }
        return descriptor == LinearMemory.NULL;
    }

    private boolean gather(int bytes, long address) {
        if (length + bytes > MOST_BYTES) {
            return false;
        }
        if (length + bytes > data.length) {
            data = Arrays.copyOf(data, Math.max(USUAL_BYTES, Math.max(length + bytes, 2 * data.length)));
        }
        memory.read(address, data, length, bytes);
        length += bytes;
        return true;
    }

    private void send(boolean checkIsInTheData) {
        byte[] sent = configuration.sourceIsInTheData() ? data : withSource();
        int bytes = sent == data ? length : sent.length;
        byte[] frame = checkIsInTheData ? Arrays.copyOf(sent, bytes) : FrameCheck.append(sent, bytes);
        if (configuration.loopback() != Configuration.INTERNAL_LOOPBACK) {
            wire.send(frame);
        }
        if (configuration.loopback() != Configuration.NO_LOOPBACK) {
            loopback.send(frame);
        }
    }

    /** Returns the data with this station's address after the first one. */
    private byte[] withSource() {
        int before = Math.min(length, AddressFilter.ADDRESS);
        byte[] sent = new byte[length + AddressFilter.ADDRESS];
        System.arraycopy(data, 0, sent, 0, before);
        System.arraycopy(addresses.individual(), 0, sent, before, AddressFilter.ADDRESS);
        System.arraycopy(data, before, sent, before + AddressFilter.ADDRESS, length - before);
        return sent;
    }
}
