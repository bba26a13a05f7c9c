package org.iomap.protocol;

import io.netty.buffer.ByteBufUtil;

/**
 * Why a request failed. See section 7 of the specification.
 *
 * @param execution a number of {@link Execution}
 * @param rule of the iomap semantics; 0 where none applies
 * @param signal HP-UX number; 0 where there is none
 * @param signalCode si_code
 * @param address at fault: of the process for an access, physical for the monitor
 * @param value the value that was refused
 * @param completed elements or bytes done before the failure
 * @param sequence of the failing request on its connection, counted from 1
 * @param width bytes; 0 where there is none
 * @param direction 0 none, 1 load, 2 store
 * @param limit a number of {@link Limit}; 0 where none was met
 * @param module where the access went
 * @param text for people, at most 256 bytes
 */
public record FailureDetail(
        long execution,
        long rule,
        long signal,
        long signalCode,
        long address,
        long value,
        long completed,
        long sequence,
        int width,
        int direction,
        long limit,
        String module,
        String text)
        implements Structure {
    /** Bytes that {@code text} may have: ER-4. */
    public static final int LONGEST_TEXT = 256;

    /** Shortens {@code text} to what may be sent. */
    public FailureDetail {
        text = shortened(text);
    }

    static FailureDetail decode(FieldReader in) {
        return new FailureDetail(
                in.u32(),
                in.u32(),
                in.u32(),
                in.u32(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u64(),
                in.u16(),
                in.u16(),
                in.u32(),
                in.string(),
                in.string(LONGEST_TEXT));
    }

    @Override
    public void encode(FieldWriter out) {
        out.u32(execution)
                .u32(rule)
                .u32(signal)
                .u32(signalCode)
                .u64(address)
                .u64(value)
                .u64(completed)
                .u64(sequence)
                .u16(width)
                .u16(direction)
                .u32(limit)
                .string(module)
                .string(text);
    }

    private static String shortened(String text) {
        int end = Math.min(text.length(), LONGEST_TEXT);
        while (ByteBufUtil.utf8Bytes(text, 0, end) > LONGEST_TEXT) {
            end--;
        }
        boolean splitsPair = end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, splitsPair ? end - 1 : end);
    }
}
