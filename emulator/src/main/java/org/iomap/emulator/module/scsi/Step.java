package org.iomap.emulator.module.scsi;

/** How far a SCRIPTS instruction came. */
enum Step {
    DONE,
    /** It has moved a part of its bytes. */
    CONTINUE,
    /** It waits for something on the bus. */
    WAIT,
    /** It waits for a target that has not answered yet. */
    SELECTING,
    /** It has raised an interrupt that stops the processor. */
    STOP
}
