package org.iomap.emulator.module.scsi;

import java.nio.ByteBuffer;

/**
 * A target with one logical unit: messages, command, data, status, and COMMAND COMPLETE.
 *
 * <p>Source: SCSI-2 (ANSI X3.131), sections 6 and 7. It carries out one command at a time and does not disconnect, with
 * or without a queue tag.
 */
final class TargetController implements Target {
    private static final int GOOD = 0x00;
    private static final int CHECK_CONDITION = 0x02;
    private static final int LONGEST_COMMAND = 12;

    private final LogicalUnit unit;
    private final Messages messages = new Messages();
    private final byte[] command = new byte[LONGEST_COMMAND];
    private int commandBytes;
    private DataPhase data;
    private int status;
    private Phase phase = Phase.BUS_FREE;
    private Phase afterMessages = Phase.BUS_FREE;
    private boolean attention;

    TargetController(LogicalUnit unit) {
        this.unit = unit;
    }

    @Override
    public void select(boolean withAttention) {
        messages.clear();
        commandBytes = 0;
        data = null;
        attention = withAttention;
        afterMessages = Phase.COMMAND;
        phase = withAttention ? Phase.MESSAGE_OUT : Phase.COMMAND;
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public int offered() {
        return switch (phase) {
            case STATUS -> status;
            case MESSAGE_IN -> messages.offered();
            default -> 0;
        };
    }

    @Override
    public void attention(boolean on) {
        attention = on;
    }

    @Override
    public void reset() {
        phase = Phase.BUS_FREE;
        data = null;
        messages.reset();
        unit.reset();
    }

    @Override
    public void send(ByteBuffer into) {
        switch (phase) {
            case DATA_IN -> moveData(into);
            case STATUS -> {
                into.put((byte) status);
                messages.reply(Messages.COMMAND_COMPLETE);
                goOn(Phase.BUS_FREE);
            }
            case MESSAGE_IN -> {
                into.put((byte) messages.take());
                goOn(afterMessages);
            }
            default -> throw new IllegalStateException(phase.name());
        }
    }

    @Override
    public void receive(ByteBuffer from) {
        switch (phase) {
            case DATA_OUT -> moveData(from);
            case COMMAND -> receiveCommand(from);
            case MESSAGE_OUT -> receiveMessage(Byte.toUnsignedInt(from.get()));
            default -> throw new IllegalStateException(phase.name());
        }
    }

    /** The next phase: messages first, those of the initiator before those of the target. */
    private void goOn(Phase next) {
        afterMessages = next;
        if (attention) {
            phase = Phase.MESSAGE_OUT;
        } else {
            phase = messages.hasReply() ? Phase.MESSAGE_IN : next;
        }
    }

    private void receiveMessage(int value) {
        Messages.Effect effect = messages.receive(value);
        switch (effect) {
            case NONE -> {}
            case ABORT -> leave();
            case RESET -> {
                unit.reset();
                messages.reset();
                leave();
            }
            case INITIATOR_ERROR -> afterMessages = fail(Sense.INITIATOR_DETECTED_ERROR);
        }
        if (phase == Phase.MESSAGE_OUT && !attention) {
            messages.endOfPhase();
            goOn(afterMessages);
        }
    }

    private void leave() {
        data = null;
        messages.clear();
        phase = Phase.BUS_FREE;
    }

    private void receiveCommand(ByteBuffer from) {
        int length = commandLength(commandBytes == 0 ? from.get(from.position()) : command[0]);
        int taken = Math.min(from.remaining(), length - commandBytes);
        from.get(command, commandBytes, taken);
        commandBytes += taken;
        goOn(commandBytes < length ? Phase.COMMAND : start());
    }

    private Phase start() {
        commandBytes = 0;
        int lun = messages.hasIdentified() ? messages.lun() : command[1] >> 5 & 7;
        try {
            data = unit.start(ByteBuffer.wrap(command), lun);
        } catch (CheckCondition e) {
            return fail(e.sense());
        }
        return dataOrStatus();
    }

    private void moveData(ByteBuffer bytes) {
        try {
            data.move(bytes);
        } catch (CheckCondition e) {
            goOn(fail(e.sense()));
            return;
        }
        goOn(dataOrStatus());
    }

    private Phase dataOrStatus() {
        if (data != null && data.remaining() > 0) {
            return data.isIn() ? Phase.DATA_IN : Phase.DATA_OUT;
        }
        data = null;
        status = GOOD;
        return Phase.STATUS;
    }

    private Phase fail(Sense sense) {
        data = null;
        unit.remember(sense);
        status = CHECK_CONDITION;
        return Phase.STATUS;
    }

    /** The group code says how long a command is; an unknown group is taken for six bytes and refused. */
    private static int commandLength(int operation) {
        return switch (operation >> 5 & 7) {
            case 1, 2 -> 10;
            case 5 -> LONGEST_COMMAND;
            default -> 6;
        };
    }
}
