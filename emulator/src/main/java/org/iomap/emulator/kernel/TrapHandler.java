package org.iomap.emulator.kernel;

import static org.iomap.protocol.Signal.BUS_ADRALN;
import static org.iomap.protocol.Signal.BUS_ADRERR;
import static org.iomap.protocol.Signal.SEGV_ACCERR;
import static org.iomap.protocol.Signal.SEGV_MAPERR;
import static org.iomap.protocol.Signal.SIGBUS;
import static org.iomap.protocol.Signal.SIGSEGV;

import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Signal;
import org.iomap.protocol.TraceKind;

/**
 * What a failed load or store does to its process. Source: iomap semantics, rules 21 to 23.
 *
 * <p>Here alone the hardware's {@link BusError} becomes a signal or a machine check.
 */
final class TrapHandler {
    static final int BUS_ERROR_RULE = 22;

    private static final int MAPPING_RULE = 21;
    private static final int ALIGNMENT_RULE = 23;
    private static final int NO_RULE = 0;

    private final Kernel kernel;
    private final IoSpace ioSpace;
    private final Trace trace;

    TrapHandler(Kernel kernel, IoSpace ioSpace, Trace trace) {
        this.kernel = kernel;
        this.ioSpace = ioSpace;
        this.trace = trace;
    }

    /** @param reason what {@link AddressSpace#toLoad} returned */
    AccessException noTranslation(FailedAccess access, long reason) {
        if (reason == AddressSpace.PROTECTED) {
            String text = "%s: the mapping does not allow it".formatted(access);
            return signal(SIGSEGV, SEGV_ACCERR, access, BusCode.PROTECTION, NO_RULE, text);
        }
        if (reason == AddressSpace.NO_PAGE) {
            String text = "%s: the mapping has no page there".formatted(access);
            return signal(SIGBUS, BUS_ADRERR, access, BusCode.NO_PAGE, NO_RULE, text);
        }
        return signal(
                SIGSEGV,
                SEGV_MAPERR,
                access,
                BusCode.NO_MAPPING,
                MAPPING_RULE,
                "%s: nothing is mapped".formatted(access));
    }

    AccessException unaligned(FailedAccess access) {
        String text =
                "%s: not a multiple of %d".formatted(access, access.width().bytes());
        return signal(SIGBUS, BUS_ADRALN, access, BusCode.ALIGNMENT, ALIGNMENT_RULE, text);
    }

    /** Only what the program did wrong stops the machine; a module that failed is no reason to (ER-5). */
    AccessException busError(FailedAccess access, BusError error) {
        boolean isProgramsFault = error.code() == BusCode.HOLE || error.code() == BusCode.WIDTH;
        String text = "at address 0x%x: %s".formatted(access.address(), error.getMessage());
        if (isProgramsFault && kernel.configuration().busError() == BusErrorSetting.HPMC) {
            broken(BUS_ERROR_RULE, access, text);
            return kernel.machineCheck(access, ioSpace.moduleAt(access.physical()), text);
        }
        return signal(SIGBUS, BUS_ADRERR, access, error.code(), isProgramsFault ? BUS_ERROR_RULE : NO_RULE, text);
    }

    private AccessException signal(
            Signal signal, int code, FailedAccess access, BusCode busCode, int rule, String text) {
        broken(rule, access, text);
        trace.note(TraceKind.SIGNAL, access.physical(), "%s %s".formatted(signal, text));
        String module = access.physical() == 0 ? "" : ioSpace.moduleAt(access.physical());
        return new SignalException(signal, code, access, busCode, rule, module, text);
    }

    private void broken(int rule, FailedAccess access, String text) {
        if (rule != NO_RULE) {
            trace.note(TraceKind.RULE, access.physical(), "rule %d: %s".formatted(rule, text));
        }
    }
}
