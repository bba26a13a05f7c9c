package org.iomap.emulator.bus;

import java.nio.ByteBuffer;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.Width;

/** A module as master of the bus. */
final class Master implements Dma {
    private final IoSpace ioSpace;
    private final Trace trace;
    private final String module;

    Master(IoSpace ioSpace, Trace trace, String module) {
        this.ioSpace = ioSpace;
        this.trace = trace;
        this.module = module;
    }

    @Override
    public long load(long physical, Width width) {
        String before = trace.master(module);
        try {
            return ioSpace.load(physical, width);
        } finally {
            trace.master(before);
        }
    }

    @Override
    public void store(long physical, Width width, long value) {
        String before = trace.master(module);
        try {
            ioSpace.store(physical, width, value);
        } finally {
            trace.master(before);
        }
    }

    @Override
    public void read(long physical, ByteBuffer into) {
        String before = trace.master(module);
        try {
            ioSpace.loadBlock(physical, Width.BYTE, into);
        } finally {
            trace.master(before);
        }
    }

    @Override
    public void write(long physical, ByteBuffer from) {
        String before = trace.master(module);
        try {
            ioSpace.storeBlock(physical, Width.BYTE, from);
        } finally {
            trace.master(before);
        }
    }
}
