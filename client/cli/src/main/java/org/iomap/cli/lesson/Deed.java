package org.iomap.cli.lesson;

import java.util.List;

/** What a process did: a line of the trace, understood. */
sealed interface Deed permits Deed.Call, Deed.Access, Deed.Fault {
    Doer by();

    /**
     * A system call.
     *
     * @param words its name and its arguments, as the trace has them
     * @param result a number, or the name of an errno
     * @param rule the rule of the iomap semantics that it broke; 0 when none
     * @param file the path that it opened, or that its descriptor stands for; "" when there is none
     * @param descriptors how many the process has of that file afterwards
     */
    record Call(Doer by, List<String> words, String result, int rule, String file, int descriptors) implements Deed {
        boolean is(String name) {
            return words.get(0).equals(name);
        }

        boolean hasSucceeded() {
            return !result.isEmpty() && Character.isDigit(result.charAt(0));
        }

        /** The request of an ioctl(2); 0 of everything else. */
        long request() {
            return is("ioctl") && words.size() > 2 ? Long.decode(words.get(2)) : 0;
        }

        Call breaking(int brokenRule) {
            return new Call(by, words, result, brokenRule, file, descriptors);
        }
    }

    /** A load, or a store, that reached a physical address. */
    record Access(Doer by, boolean isStore, long physical) implements Deed {}

    /**
     * A load or store that ended in a signal.
     *
     * @param address in the address space of the process
     */
    record Fault(Doer by, String signal, long address) implements Deed {}
}
