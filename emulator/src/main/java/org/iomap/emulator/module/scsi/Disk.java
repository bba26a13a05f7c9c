package org.iomap.emulator.module.scsi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A disk: the direct-access commands on its blocks.
 *
 * <p>Source: SCSI-2, sections 8 and 9. There is one logical unit, 0. The firmware has found the disk before anything
 * else runs, so that it reports a unit attention only after a later reset. FORMAT UNIT and what else is not here is
 * refused as an invalid command.
 */
final class Disk implements LogicalUnit {
    // spotless:off
    private static final int TEST_UNIT_READY   = 0x00;
    private static final int REZERO_UNIT       = 0x01;
    private static final int REQUEST_SENSE     = 0x03;
    private static final int READ_6            = 0x08;
    private static final int WRITE_6           = 0x0A;
    private static final int SEEK_6            = 0x0B;
    private static final int INQUIRY           = 0x12;
    private static final int MODE_SELECT_6     = 0x15;
    private static final int RESERVE           = 0x16;
    private static final int RELEASE           = 0x17;
    private static final int MODE_SENSE_6      = 0x1A;
    private static final int START_STOP_UNIT   = 0x1B;
    private static final int SEND_DIAGNOSTIC   = 0x1D;
    private static final int READ_CAPACITY     = 0x25;
    private static final int READ_10           = 0x28;
    private static final int WRITE_10          = 0x2A;
    private static final int SEEK_10           = 0x2B;
    private static final int WRITE_AND_VERIFY  = 0x2E;
    private static final int VERIFY            = 0x2F;
    private static final int SYNCHRONIZE_CACHE = 0x35;
    private static final int MODE_SELECT_10    = 0x55;
    private static final int MODE_SENSE_10     = 0x5A;
    private static final int REPORT_LUNS       = 0xA0;
    // spotless:on

    private static final String IDENTITY = "IOMAP   " + "EMULATED DISK   " + "1.0 ";
    private static final int BYTE_CHECK = 0x02;
    private static final int NO_BLOCK_DESCRIPTORS = 0x08;
    private static final int VITAL_DATA = 0x01;

    private final Blocks blocks;
    private final ModePages modePages;
    private Sense sense = Sense.NONE;
    private Sense attention = Sense.NONE;
    private boolean isStopped;

    Disk(Blocks blocks) {
        this.blocks = blocks;
        this.modePages = new ModePages(blocks);
    }

    @Override
    public void remember(Sense newSense) {
        sense = newSense;
    }

    @Override
    public void reset() {
        sense = Sense.NONE;
        attention = Sense.RESET_OCCURRED;
        isStopped = false;
    }

    /** As the machine is switched on, and the firmware has looked for its disks. */
    void powerOn() {
        reset();
        attention = Sense.NONE;
    }

    @Override
    public DataPhase start(ByteBuffer command, int lun) throws CheckCondition {
        return switch (operation(command)) {
            case INQUIRY -> inquiry(command, lun);
            case REQUEST_SENSE -> requestSense(command, lun);
            case REPORT_LUNS ->
                new ReplyData(ByteBuffer.allocate(16).putInt(0, 8).array(), length(command.getInt(6)));
            default -> {
                reportUnitAttention();
                sense = Sense.NONE;
                check(lun == 0, Sense.UNIT_NOT_SUPPORTED);
                yield startOnUnit(command);
            }
        };
    }

    private DataPhase startOnUnit(ByteBuffer command) throws CheckCondition {
        return switch (operation(command)) {
            case MODE_SENSE_6 -> modeSense(command, 4, byteAt(command, 4));
            case MODE_SENSE_10 -> modeSense(command, 8, shortAt(command, 7));
            case MODE_SELECT_6 -> modeSelect(4, byteAt(command, 4));
            case MODE_SELECT_10 -> modeSelect(8, shortAt(command, 7));
            case START_STOP_UNIT -> {
                isStopped = (command.get(4) & 1) == 0;
                yield null;
            }
            case REZERO_UNIT, RESERVE, RELEASE, SEND_DIAGNOSTIC -> null;
            default -> startOnMedium(command);
        };
    }

    private DataPhase startOnMedium(ByteBuffer command) throws CheckCondition {
        int operation = operation(command);
        check(!isStopped || operation == SYNCHRONIZE_CACHE, Sense.NOT_READY);
        return switch (operation) {
            case TEST_UNIT_READY -> null;
            case READ_CAPACITY -> readCapacity();
            case READ_6 -> move(true, blockOf6(command), countOf6(command));
            case WRITE_6 -> move(false, blockOf6(command), countOf6(command));
            case READ_10 -> move(true, blockOf10(command), shortAt(command, 7));
            case WRITE_10, WRITE_AND_VERIFY -> move(false, blockOf10(command), shortAt(command, 7));
            case SEEK_6 -> onDisk(blockOf6(command), 1);
            case SEEK_10 -> onDisk(blockOf10(command), 1);
            case VERIFY -> verify(command);
            case SYNCHRONIZE_CACHE -> synchronizeCache();
            default -> throw new CheckCondition(Sense.INVALID_OPERATION);
        };
    }

    private void reportUnitAttention() throws CheckCondition {
        Sense pending = attention;
        attention = Sense.NONE;
        check(pending == Sense.NONE, pending);
    }

    private static DataPhase inquiry(ByteBuffer command, int lun) throws CheckCondition {
        boolean wantsVitalData = (command.get(1) & VITAL_DATA) != 0;
        if (wantsVitalData) {
            return new ReplyData(vitalData(byteAt(command, 2)), byteAt(command, 4));
        }
        check(command.get(2) == 0, Sense.INVALID_FIELD);
        byte[] data = ByteBuffer.allocate(36)
                .put((byte) (lun == 0 ? 0x00 : 0x7F)) // a disk; or no unit here
                .put((byte) 0x00)
                .put((byte) 0x02) // SCSI-2
                .put((byte) 0x02)
                .put((byte) 31) // bytes that follow
                .putShort((short) 0)
                .put((byte) 0x12) // synchronous transfer, command queueing
                .put(IDENTITY.getBytes(StandardCharsets.US_ASCII))
                .array();
        return new ReplyData(data, byteAt(command, 4));
    }

    private static byte[] vitalData(int page) throws CheckCondition {
        return switch (page) {
            case 0x00 -> new byte[] {0, 0x00, 0, 2, 0x00, (byte) 0x80};
            case 0x80 -> new byte[] {0, (byte) 0x80, 0, 4, '0', '0', '0', '1'};
            default -> throw new CheckCondition(Sense.INVALID_FIELD);
        };
    }

    /** Zero bytes means four, as in SCSI-1. */
    private DataPhase requestSense(ByteBuffer command, int lun) {
        int allocated = byteAt(command, 4);
        Sense reported = lun == 0 ? sense : Sense.UNIT_NOT_SUPPORTED;
        if (reported == Sense.NONE) {
            reported = attention;
            attention = Sense.NONE;
        }
        sense = Sense.NONE;
        return new ReplyData(reported.data(), allocated == 0 ? 4 : allocated);
    }

    private DataPhase modeSense(ByteBuffer command, int headerLength, int allocated) throws CheckCondition {
        boolean withoutDescriptor = (command.get(1) & NO_BLOCK_DESCRIPTORS) != 0;
        return new ReplyData(modePages.sense(headerLength, byteAt(command, 2), withoutDescriptor), allocated);
    }

    private DataPhase modeSelect(int headerLength, int length) {
        return length == 0 ? null : new ParameterData(length, list -> modePages.select(list, headerLength));
    }

    private DataPhase readCapacity() {
        byte[] data = ByteBuffer.allocate(8)
                .putInt((int) (blocks.count() - 1))
                .putInt(Blocks.BLOCK)
                .array();
        return new ReplyData(data, data.length);
    }

    private DataPhase move(boolean isIn, long first, int count) throws CheckCondition {
        onDisk(first, count);
        check(isIn || !blocks.isReadOnly(), Sense.WRITE_PROTECTED);
        return new BlockData(blocks, isIn, first, count);
    }

    private DataPhase verify(ByteBuffer command) throws CheckCondition {
        long first = blockOf10(command);
        int count = shortAt(command, 7);
        onDisk(first, count);
        boolean compares = (command.get(1) & BYTE_CHECK) != 0;
        return compares ? new ComparedData(blocks, first, count) : null;
    }

    private DataPhase synchronizeCache() throws CheckCondition {
        try {
            blocks.flush();
        } catch (IOException e) {
            throw new CheckCondition(Sense.WRITE_ERROR);
        }
        return null;
    }

    /** Returns no data: the command is done when its blocks are on the disk. */
    private DataPhase onDisk(long first, int count) throws CheckCondition {
        check(first < blocks.count() && count <= blocks.count() - first, Sense.BLOCK_OUT_OF_RANGE);
        return null;
    }

    private static long blockOf6(ByteBuffer command) {
        return command.getInt(0) & 0x1F_FFFF;
    }

    /** Zero blocks means 256. */
    private static int countOf6(ByteBuffer command) {
        int count = byteAt(command, 4);
        return count == 0 ? 256 : count;
    }

    private static long blockOf10(ByteBuffer command) {
        return Integer.toUnsignedLong(command.getInt(2));
    }

    private static int operation(ByteBuffer command) {
        return byteAt(command, 0);
    }

    private static int byteAt(ByteBuffer command, int at) {
        return Byte.toUnsignedInt(command.get(at));
    }

    private static int shortAt(ByteBuffer command, int at) {
        return Short.toUnsignedInt(command.getShort(at));
    }

    /** An allocation length of 32 bits, which no answer reaches. */
    private static int length(int allocated) {
        return allocated < 0 ? Integer.MAX_VALUE : allocated;
    }

    private static void check(boolean isRight, Sense otherwise) throws CheckCondition {
        if (!isRight) {
            throw new CheckCondition(otherwise);
        }
    }
}
