package org.iomap.protocol;

/** A message that nobody asked for at that moment: EV-1. */
public sealed interface Event
        permits InterruptRaised,
                Faulted,
                DeviceRemoved,
                MachineReset,
                GoAway,
                Overrun,
                Traced,
                TerminalOutput,
                Called,
                CallAbandoned {
    Opcode opcode();

    /** Writes the fields after the header. */
    void encode(FieldWriter out);
}
