package org.iomap.emulator.module.scsi;

/**
 * Why a command did not succeed.
 *
 * <p>Source: SCSI-2, tables 69 and 71.
 */
enum Sense {
    // spotless:off
    NONE                     (0x0, 0x00, 0x00),
    NOT_READY                (0x2, 0x04, 0x02), // initializing command required: it is stopped
    READ_ERROR               (0x3, 0x11, 0x00),
    WRITE_ERROR              (0x3, 0x0C, 0x00),
    INVALID_OPERATION        (0x5, 0x20, 0x00),
    BLOCK_OUT_OF_RANGE       (0x5, 0x21, 0x00),
    INVALID_FIELD            (0x5, 0x24, 0x00),
    UNIT_NOT_SUPPORTED       (0x5, 0x25, 0x00),
    INVALID_PARAMETER        (0x5, 0x26, 0x00),
    PARAMETER_LIST_LENGTH    (0x5, 0x1A, 0x00),
    SAVING_NOT_SUPPORTED     (0x5, 0x39, 0x00),
    RESET_OCCURRED           (0x6, 0x29, 0x00),
    WRITE_PROTECTED          (0x7, 0x27, 0x00),
    INITIATOR_DETECTED_ERROR (0xB, 0x48, 0x00),
    MISCOMPARE               (0xE, 0x1D, 0x00);
    // spotless:on

    private static final int LENGTH = 18;

    private final int key;
    private final int code;
    private final int qualifier;

    Sense(int key, int code, int qualifier) {
        this.key = key;
        this.code = code;
        this.qualifier = qualifier;
    }

    /** Returns the sense data: fixed format, 18 bytes. */
    byte[] data() {
        byte[] data = new byte[LENGTH];
        data[0] = 0x70;
        data[2] = (byte) key;
        data[7] = LENGTH - 8;
        data[12] = (byte) code;
        data[13] = (byte) qualifier;
        return data;
    }
}
