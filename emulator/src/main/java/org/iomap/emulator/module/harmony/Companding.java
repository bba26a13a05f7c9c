package org.iomap.emulator.module.harmony;

/** µ-law and A-law: a sample of 16 bits in 8. Source: ITU-T G.711. */
final class Companding {
    private static final int SIGN = 0x80;
    private static final int LOUDEST = 32635;
    private static final int MU_LAW_BIAS = 0x84;
    private static final int A_LAW_EVEN_BITS = 0x55;

    private Companding() {}

    static int fromMuLaw(byte code) {
        int bits = ~code;
        int segment = bits >> 4 & 7;
        int magnitude = ((((bits & 0xF) << 3) + MU_LAW_BIAS) << segment) - MU_LAW_BIAS;
        return (bits & SIGN) != 0 ? -magnitude : magnitude;
    }

    static byte toMuLaw(int sample) {
        int sign = sample < 0 ? SIGN : 0;
        int magnitude = Math.min(Math.abs(sample), LOUDEST) + MU_LAW_BIAS;
        int segment = highestBit(magnitude) - 7;
        int mantissa = magnitude >> (segment + 3) & 0xF;
        return (byte) ~(sign | segment << 4 | mantissa);
    }

    static int fromALaw(byte code) {
        int bits = code ^ A_LAW_EVEN_BITS;
        int segment = bits >> 4 & 7;
        int step = (bits & 0xF) << 4 | 8;
        int magnitude = segment == 0 ? step : (step + 0x100) << (segment - 1);
        return (bits & SIGN) != 0 ? magnitude : -magnitude;
    }

    static byte toALaw(int sample) {
        int sign = sample < 0 ? 0 : SIGN;
        int magnitude = sample < 0 ? ~sample : sample;
        int segment = Math.max(0, highestBit(magnitude) - 7);
        int mantissa = magnitude >> (Math.max(segment, 1) + 3) & 0xF;
        return (byte) ((sign | segment << 4 | mantissa) ^ A_LAW_EVEN_BITS);
    }

    private static int highestBit(int magnitude) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(magnitude);
    }
}
