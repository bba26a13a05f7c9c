package org.iomap.cli.lesson;

import java.util.List;
import java.util.function.Predicate;

/**
 * One deed that a lesson looks for.
 *
 * @param words what to do, as one says it: "close its last descriptor of /dev/teach0"
 */
record Step(String words, Predicate<Deed> isDone) {
    private static final List<Long> IOMAPMAP = List.of(0xC004_4D01L, 0xC008_4D01L);
    private static final List<Long> IOMAPUNMAP = List.of(0xC004_4D02L, 0xC008_4D02L);

    static Step open(String file) {
        return call("open " + file, call -> call.is("open") && call.file().equals(file) && call.hasSucceeded());
    }

    static Step openBreaking(int rule, String words) {
        return call(words, call -> call.is("open") && call.rule() == rule);
    }

    static Step iomapmap(String file) {
        return call(
                "map " + file + " with IOMAPMAP",
                call -> IOMAPMAP.contains(call.request()) && call.file().equals(file) && call.hasSucceeded());
    }

    static Step iomapmapBreaking(int rule, String words) {
        return call(words, call -> IOMAPMAP.contains(call.request()) && call.rule() == rule);
    }

    /** @param words what to map */
    static Step mmap(String words, Predicate<Deed.Call> isIt) {
        return call(words, call -> call.is("mmap") && call.hasSucceeded() && isIt.test(call));
    }

    static Step iomapunmap(String file) {
        return call(
                "unmap it with IOMAPUNMAP",
                call -> IOMAPUNMAP.contains(call.request()) && call.file().equals(file) && call.hasSucceeded());
    }

    static Step closeLast(String file) {
        return call(
                "close its last descriptor of " + file,
                call -> call.is("close") && call.file().equals(file) && call.hasSucceeded() && call.descriptors() == 0);
    }

    /** @param end the first address that is too far */
    static Step load(String words, long physical, long end) {
        return new Step(
                words,
                deed -> deed instanceof Deed.Access access
                        && !access.isStore()
                        && access.physical() >= physical
                        && access.physical() < end);
    }

    /** @param end the first virtual address that is too far */
    static Step signal(String signal, String words, long address, long end) {
        return new Step(
                words,
                deed -> deed instanceof Deed.Fault fault
                        && fault.signal().equals(signal)
                        && fault.address() >= address
                        && fault.address() < end);
    }

    static Step call(String words, Predicate<Deed.Call> isDone) {
        return new Step(words, deed -> deed instanceof Deed.Call call && isDone.test(call));
    }

    Step by(Predicate<Doer> who, String nowSaid) {
        return new Step(nowSaid, deed -> who.test(deed.by()) && isDone.test(deed));
    }
}
