package org.iomap.emulator.module.harmony;

/** How a sample is written in a buffer, in the order of CNTL's format field. */
enum SampleFormat {
    LINEAR_16(2) {
        @Override
        int decode(byte[] buffer, int at) {
            return buffer[at] << 8 | (buffer[at + 1] & 0xFF);
        }

        @Override
        void encode(int sample, byte[] buffer, int at) {
            buffer[at] = (byte) (sample >> 8);
            buffer[at + 1] = (byte) sample;
        }
    },

    MU_LAW(1) {
        @Override
        int decode(byte[] buffer, int at) {
            return Companding.fromMuLaw(buffer[at]);
        }

        @Override
        void encode(int sample, byte[] buffer, int at) {
            buffer[at] = Companding.toMuLaw(sample);
        }
    },

    A_LAW(1) {
        @Override
        int decode(byte[] buffer, int at) {
            return Companding.fromALaw(buffer[at]);
        }

        @Override
        void encode(int sample, byte[] buffer, int at) {
            buffer[at] = Companding.toALaw(sample);
        }
    },

    UNSIGNED_8(1) {
        @Override
        int decode(byte[] buffer, int at) {
            return (buffer[at] ^ SIGN) << 8;
        }

        @Override
        void encode(int sample, byte[] buffer, int at) {
            buffer[at] = (byte) (sample >> 8 ^ SIGN);
        }
    };

    private static final byte SIGN = (byte) 0x80;
    private static final SampleFormat[] BY_CODE = values();

    private final int bytes;

    SampleFormat(int bytes) {
        this.bytes = bytes;
    }

    static SampleFormat ofCode(int code) {
        return BY_CODE[code];
    }

    /** How many bytes a sample takes. */
    int bytes() {
        return bytes;
    }

    /** Returns the sample at an index of a buffer, as a signed number of 16 bits. */
    abstract int decode(byte[] buffer, int at);

    /** @param sample a signed number of 16 bits */
    abstract void encode(int sample, byte[] buffer, int at);
}
