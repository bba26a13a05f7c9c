package org.iomap.emulator.kernel;

import org.iomap.protocol.BusCode;
import org.iomap.protocol.Execution;

/** A load or store that failed. The text is ASCII and holds nothing that a client sent. */
public abstract sealed class AccessException extends RuntimeException permits SignalException, MachineCheckException {
    private static final long serialVersionUID = 1;

    private final transient FailedAccess access;
    private final BusCode busCode;
    private final int rule;
    private final String module;
    private final String text;

    AccessException(FailedAccess access, BusCode busCode, int rule, String module, String text) {
        super(text, null, false, false);
        this.access = access;
        this.busCode = busCode;
        this.rule = rule;
        this.module = module;
        this.text = text;
    }

    public FailedAccess access() {
        return access;
    }

    /** In the process's address space; of a block, the element at fault. */
    public long address() {
        return access.address();
    }

    public BusCode busCode() {
        return busCode;
    }

    /** Of the iomap semantics; 0 when the module failed and no rule was broken. */
    public int rule() {
        return rule;
    }

    /** Where the access went; empty for a hole. */
    public String module() {
        return module;
    }

    public String text() {
        return text;
    }

    /** Whether the access had its effect, ER-3. Only a module that failed half-way leaves that open. */
    public Execution execution() {
        return busCode == BusCode.DEVICE_FAILED || busCode == BusCode.RE_ENTRY
                ? Execution.UNKNOWN
                : Execution.NOT_EXECUTED;
    }
}
