package org.iomap.emulator.trace;

import org.iomap.protocol.TraceKind;

/**
 * One line of the trace.
 *
 * @param index counts from 0 since the machine was made; a gap means lines that were overwritten
 * @param pid the process that acts, 0 for the machine itself
 * @param master the module that acts on its own, as master of the bus; "" when the process does
 * @param width bytes; 0 where there was no access
 * @param place such as {@code uart0.LSR}; "" when nobody watched at that time
 * @param text of an access the fields that are set; of everything else the whole story
 */
public record Entry(
        long index,
        long timeNanos,
        TraceKind kind,
        int pid,
        String master,
        long physical,
        int width,
        long value,
        String place,
        String text) {}
