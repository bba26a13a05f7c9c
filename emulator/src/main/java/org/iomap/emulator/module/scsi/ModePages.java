package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What MODE SENSE tells of a disk: a geometry that its blocks fit, and its cache.
 *
 * <p>Source: SCSI-2, sections 8.3.3 and 9.3.3. No parameter can be changed.
 */
final class ModePages {
    private static final int SECTORS = 32;
    private static final int HEADS = 8;
    private static final int BLOCK_DESCRIPTOR = 8;
    private static final int WRITE_PROTECTED = 0x80;
    private static final int ALL_PAGES = 0x3F;
    private static final int PAGE_CODE = 0x3F;
    private static final int CHANGEABLE = 1;
    private static final int SAVED = 3;

    private final Blocks blocks;

    ModePages(Blocks blocks) {
        this.blocks = blocks;
    }

    /**
     * Returns the answer to MODE SENSE.
     *
     * @param headerLength 4 in the command of 6 bytes, 8 in that of 10
     * @param wanted byte 2 of the command: page control and page code
     */
    byte[] sense(int headerLength, int wanted, boolean withoutDescriptor) throws CheckCondition {
        if (wanted >> 6 == SAVED) {
            throw new CheckCondition(Sense.SAVING_NOT_SUPPORTED);
        }
        int descriptor = withoutDescriptor ? 0 : BLOCK_DESCRIPTOR;
        ByteBuffer answer = ByteBuffer.allocate(256);
        answer.position(headerLength);
        if (!withoutDescriptor) {
            putDescriptor(answer);
        }
        putPages(answer, wanted);
        int length = answer.position();
        if (headerLength == 4) {
            answer.put(0, (byte) (length - 1)).put(2, deviceParameter()).put(3, (byte) descriptor);
        } else {
            answer.putShort(0, (short) (length - 2)).put(3, deviceParameter()).putShort(6, (short) descriptor);
        }
        return Arrays.copyOf(answer.array(), length);
    }

    /** Checks the parameter list of MODE SELECT, which may only say what is so already. */
    void select(ByteBuffer list, int headerLength) throws CheckCondition {
        if (list.remaining() < headerLength) {
            throw new CheckCondition(Sense.PARAMETER_LIST_LENGTH);
        }
        int descriptor = headerLength == 4 ? Byte.toUnsignedInt(list.get(3)) : Short.toUnsignedInt(list.getShort(6));
        list.position(headerLength);
        if (descriptor != 0) {
            selectDescriptor(list, descriptor);
        }
        while (list.hasRemaining()) {
            selectPage(list);
        }
    }

    private static void selectDescriptor(ByteBuffer list, int length) throws CheckCondition {
        if (length != BLOCK_DESCRIPTOR || list.remaining() < length) {
            throw new CheckCondition(Sense.PARAMETER_LIST_LENGTH);
        }
        list.getInt();
        if ((list.getInt() & 0xFF_FFFF) != Blocks.BLOCK) {
            throw new CheckCondition(Sense.INVALID_PARAMETER);
        }
    }

    private void selectPage(ByteBuffer list) throws CheckCondition {
        int code = list.get(list.position()) & PAGE_CODE;
        for (byte[] page : pages()) {
            if (page[0] == code) {
                if (list.remaining() < page.length) {
                    throw new CheckCondition(Sense.PARAMETER_LIST_LENGTH);
                }
                if (!list.slice(list.position() + 1, page.length - 1)
                        .equals(ByteBuffer.wrap(page, 1, page.length - 1))) {
                    throw new CheckCondition(Sense.INVALID_PARAMETER);
                }
                list.position(list.position() + page.length);
                return;
            }
        }
        throw new CheckCondition(Sense.INVALID_PARAMETER);
    }

    private byte deviceParameter() {
        return (byte) (blocks.isReadOnly() ? WRITE_PROTECTED : 0);
    }

    private void putDescriptor(ByteBuffer answer) {
        answer.putInt((int) Math.min(blocks.count(), 0xFF_FFFF)).putInt(Blocks.BLOCK);
    }

    private void putPages(ByteBuffer answer, int wanted) throws CheckCondition {
        int code = wanted & PAGE_CODE;
        boolean isKnown = code == ALL_PAGES;
        for (byte[] page : pages()) {
            if (code == ALL_PAGES || code == page[0]) {
                isKnown = true;
                answer.put(wanted >> 6 == CHANGEABLE ? Arrays.copyOf(Arrays.copyOf(page, 2), page.length) : page);
            }
        }
        if (!isKnown) {
            throw new CheckCondition(Sense.INVALID_FIELD);
        }
    }

    private List<byte[]> pages() {
        return List.of(format(), geometry(), caching());
    }

    /** Page 3, format device: sectors of a track and bytes of a sector. */
    private static byte[] format() {
        return page(0x03, 22)
                .putShort(10, (short) SECTORS)
                .putShort(12, (short) Blocks.BLOCK)
                .put(20, (byte) 0x40)
                .array();
    }

    /** Page 4, rigid disk geometry: cylinders, heads, revolutions a minute. */
    private byte[] geometry() {
        int cylinders = (int) Math.min(0xFF_FFFF, Math.max(1, blocks.count() / (SECTORS * HEADS)));
        return page(0x04, 22)
                .putInt(2, cylinders << 8 | HEADS)
                .putShort(20, (short) 5400)
                .array();
    }

    /** Page 8, caching: what is written is on the medium when the command ends. */
    private static byte[] caching() {
        return page(0x08, 10).array();
    }

    private static ByteBuffer page(int code, int length) {
        return ByteBuffer.allocate(2 + length).put(0, (byte) code).put(1, (byte) length);
    }
}
