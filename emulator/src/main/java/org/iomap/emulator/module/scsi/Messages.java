package org.iomap.emulator.module.scsi;

/**
 * The messages between an initiator and a target, as the target has them.
 *
 * <p>Source: SCSI-2, section 6.6. Synchronous transfer is agreed upon for a period of 100 ns and an offset of 15 at
 * best; nothing becomes faster by it. Wide transfer is rejected.
 */
final class Messages {
    // spotless:off
    static final int COMMAND_COMPLETE                  = 0x00;
    private static final int EXTENDED                  = 0x01;
    private static final int INITIATOR_DETECTED_ERROR  = 0x05;
    private static final int ABORT                     = 0x06;
    private static final int REJECT                    = 0x07;
    private static final int NO_OPERATION              = 0x08;
    private static final int PARITY_ERROR              = 0x09;
    private static final int BUS_DEVICE_RESET          = 0x0C;
    private static final int ABORT_TAG                 = 0x0D;
    private static final int CLEAR_QUEUE               = 0x0E;
    private static final int SIMPLE_QUEUE_TAG          = 0x20;
    private static final int ORDERED_QUEUE_TAG         = 0x22;
    private static final int IDENTIFY                  = 0x80;
    private static final int SYNCHRONOUS_TRANSFER      = 0x01;
    private static final int SYNCHRONOUS_LENGTH        = 3;
    // spotless:on

    private static final int LEAST_PERIOD = 25; // units of 4 ns
    private static final int MOST_OFFSET = 15;
    private static final int LONGEST = 8;

    /** What a message from the initiator does beyond being answered. */
    enum Effect {
        NONE,
        ABORT,
        RESET,
        INITIATOR_ERROR
    }

    private final byte[] received = new byte[LONGEST];
    private int receivedBytes;
    private final byte[] replies = new byte[2 * LONGEST];
    private int firstReply;
    private int endOfReplies;
    private int identify;
    private int period;
    private int offset;

    /** Forgets the messages of the last connection. */
    void clear() {
        receivedBytes = 0;
        firstReply = 0;
        endOfReplies = 0;
        identify = 0;
    }

    /** As {@link #clear}; transfers are asynchronous again. */
    void reset() {
        clear();
        period = 0;
        offset = 0;
    }

    boolean hasIdentified() {
        return identify != 0;
    }

    int lun() {
        return identify & 7;
    }

    /** The offset agreed upon for synchronous transfer; 0 is asynchronous. */
    int offset() {
        return offset;
    }

    /** The period agreed upon, in units of 4 ns. */
    int period() {
        return period;
    }

    boolean hasReply() {
        return firstReply < endOfReplies;
    }

    int offered() {
        return hasReply() ? Byte.toUnsignedInt(replies[firstReply]) : 0;
    }

    int take() {
        int value = offered();
        firstReply++;
        if (!hasReply()) {
            firstReply = 0;
            endOfReplies = 0;
        }
        return value;
    }

    /** Queues a message for the initiator; one that does not fit is lost, as only a flood of messages makes it. */
    void reply(int... message) {
        if (endOfReplies + message.length > replies.length) {
            return;
        }
        for (int value : message) {
            replies[endOfReplies++] = (byte) value;
        }
    }

    /** Takes the next byte of MESSAGE OUT. */
    Effect receive(int value) {
        if (receivedBytes < LONGEST) {
            received[receivedBytes] = (byte) value;
        }
        receivedBytes++;
        if (receivedBytes < length()) {
            return Effect.NONE;
        }
        receivedBytes = 0;
        return carryOut(Byte.toUnsignedInt(received[0]));
    }

    /** MESSAGE OUT is over: a message that is not complete is rejected. */
    void endOfPhase() {
        if (receivedBytes > 0) {
            receivedBytes = 0;
            reply(REJECT);
        }
    }

    private int length() {
        int first = Byte.toUnsignedInt(received[0]);
        if (first == EXTENDED) {
            int rest = Byte.toUnsignedInt(received[1]);
            return receivedBytes < 2 ? 2 : 2 + (rest == 0 ? 0x100 : rest);
        }
        return first >= 0x20 && first < 0x30 ? 2 : 1;
    }

    private Effect carryOut(int message) {
        if (message >= IDENTIFY) {
            identify = message;
            return Effect.NONE;
        }
        return switch (message) {
            case ABORT, ABORT_TAG, CLEAR_QUEUE -> Effect.ABORT;
            case BUS_DEVICE_RESET -> Effect.RESET;
            case INITIATOR_DETECTED_ERROR -> Effect.INITIATOR_ERROR;
            case REJECT -> {
                period = 0;
                offset = 0;
                yield Effect.NONE;
            }
            case NO_OPERATION, PARITY_ERROR, SIMPLE_QUEUE_TAG, SIMPLE_QUEUE_TAG + 1, ORDERED_QUEUE_TAG -> Effect.NONE;
            case EXTENDED -> {
                answerExtended();
                yield Effect.NONE;
            }
            default -> {
                reply(REJECT);
                yield Effect.NONE;
            }
        };
    }

    private void answerExtended() {
        if (received[1] != SYNCHRONOUS_LENGTH || received[2] != SYNCHRONOUS_TRANSFER) {
            reply(REJECT);
            return;
        }
        offset = Math.min(Byte.toUnsignedInt(received[4]), MOST_OFFSET);
        period = Math.max(Byte.toUnsignedInt(received[3]), LEAST_PERIOD);
        reply(EXTENDED, SYNCHRONOUS_LENGTH, SYNCHRONOUS_TRANSFER, period, offset);
    }
}
