package org.iomap.emulator.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.iomap.emulator.trace.Entry;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;

/** Writes down what a machine check found: rule 22. The dump stays small, whatever the process has mapped. */
final class DumpWriter {
    private static final int MOST_MAPPINGS = 32;
    private static final int MOST_ACCESSES = 32;
    private static final long MOST_ENTRIES = 1024;
    private static final long SECOND = 1_000_000_000;

    private final Trace trace;

    DumpWriter(Trace trace) {
        this.trace = trace;
    }

    String write(long number, FailedAccess access, String module, String cause) {
        UserProcess process = access.process();
        StringBuilder dump = new StringBuilder();
        dump.append("""
                HPMC %d: high priority machine check
                %s
                address   0x%08x
                physical  0x%08x
                module    %s
                access    %s, %d bytes, value 0x%x
                process   %d %s uid %s
                """.formatted(
                        number,
                        cause,
                        access.address(),
                        access.physical(),
                        module.isEmpty() ? "none answers" : module,
                        access.direction(),
                        access.width().bytes(),
                        access.value(),
                        process.pid(),
                        Escaped.of(process.name()),
                        Integer.toUnsignedString(process.credentials().uid())));
        mappings(dump, process.addressSpace().pregions());
        accesses(dump);
        return dump.toString();
    }

    private static void mappings(StringBuilder dump, List<Pregion> pregions) {
        dump.append("mappings  %d: address, physical, bytes, device\n".formatted(pregions.size()));
        for (Pregion pregion : pregions.subList(0, Math.min(MOST_MAPPINGS, pregions.size()))) {
            dump.append("  0x%08x 0x%08x 0x%08x %s\n"
                    .formatted(
                            pregion.address(),
                            pregion.physical(),
                            pregion.length(),
                            pregion.devices().iterator().next()));
        }
    }

    private void accesses(StringBuilder dump) {
        Deque<Entry> last = new ArrayDeque<>();
        long end = trace.end();
        for (long at = end - 1; at >= end - MOST_ENTRIES && last.size() < MOST_ACCESSES; at--) {
            Entry entry = trace.read(at);
            if (entry == null) {
                break;
            }
            if (entry.kind() == TraceKind.LOAD || entry.kind() == TraceKind.STORE) {
                last.addFirst(entry);
            }
        }
        dump.append("accesses  the last %d: seconds, process, access, bytes, physical, value\n".formatted(last.size()));
        last.forEach(entry -> dump.append(line(entry)).append('\n'));
    }

    private static String line(Entry entry) {
        return "  %d.%09d %d %s %d 0x%08x 0x%x %s"
                .formatted(
                        entry.timeNanos() / SECOND,
                        entry.timeNanos() % SECOND,
                        entry.pid(),
                        entry.kind() == TraceKind.LOAD ? Direction.LOAD : Direction.STORE,
                        entry.width(),
                        entry.physical(),
                        entry.value(),
                        entry.place())
                .stripTrailing();
    }
}
