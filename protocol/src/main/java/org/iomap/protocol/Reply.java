package org.iomap.protocol;

/** A message that answers a request; exactly one final one for each id. */
public sealed interface Reply
        permits Welcome,
                Done,
                Subscribed,
                Waited,
                Loaded,
                Stored,
                Part,
                Compared,
                BatchDone,
                Opened,
                Controlled,
                Written,
                Mapped,
                Status,
                Identity,
                Identified,
                CrashReport,
                Time,
                Position,
                Polled,
                Shared,
                KernelMapped,
                IrqGranted,
                DmaAllocated,
                Registered,
                Failure,
                ListReply {
    /** Repeated from the request. */
    long requestId();

    /** Repeated from the request. */
    Opcode opcode();

    default int opcodeNumber() {
        return opcode().number();
    }

    /** 0, or why the request failed: see {@link Failure}. */
    default long status() {
        return 0;
    }

    /** Writes the fields after the header. */
    void encode(FieldWriter out);
}
