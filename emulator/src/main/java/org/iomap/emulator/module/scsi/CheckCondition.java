package org.iomap.emulator.module.scsi;

/** A command ends with the status CHECK CONDITION. */
final class CheckCondition extends Exception {
    private static final long serialVersionUID = 1;

    private final Sense sense;

    CheckCondition(Sense sense) {
        super(sense.name(), null, false, false);
        this.sense = sense;
    }

    Sense sense() {
        return sense;
    }
}
