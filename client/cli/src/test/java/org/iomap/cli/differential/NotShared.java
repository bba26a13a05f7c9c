package org.iomap.cli.differential;

import java.util.function.Predicate;

/**
 * Steps that are not taken, because the two machines are meant to differ there or one of them does not survive.
 *
 * @param what as CONFORMANCE.md has it
 */
record NotShared(String what, Predicate<Step> covers) {
    static NotShared accesses(String what, Predicate<Step.Access> covers) {
        return new NotShared(what, step -> step instanceof Step.Access access && covers.test(access));
    }

    static NotShared loads(String what, Predicate<Step.Load> covers) {
        return new NotShared(what, step -> step instanceof Step.Load load && covers.test(load));
    }

    static NotShared stores(String what, Predicate<Step.Store> covers) {
        return new NotShared(what, step -> step instanceof Step.Store store && covers.test(store));
    }

    /** True of an access to any of {@code length} bytes. */
    static boolean touches(Step.Access access, long start, int length) {
        return access.address() < start + length
                && access.address() + access.width().bytes() > start;
    }
}
