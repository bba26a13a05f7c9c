package org.iomap.emulator.trace;

import org.iomap.protocol.Width;

/** Says what is at a place of I/O space. Asked only while somebody watches the trace. */
@FunctionalInterface
public interface PlaceResolver {
    /** Returns the module and register that the access would reach, such as {@code uart0.LSR}, or "" for a hole. */
    String place(long physical, Width width, boolean store);

    /** Returns the fields that {@code value} sets in the register there, such as {@code DR THRE}. */
    default String fields(long physical, Width width, boolean store, long value) {
        return "";
    }
}
