package org.iomap.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The constants of an enum by the number that stands for them on the wire. */
final class Numbers<E extends Enum<E>> {
    private final Map<Integer, E> byNumber = new HashMap<>();

    Numbers(E[] constants, ToIntFunction<E> number) {
        for (E constant : constants) {
            E other = byNumber.put(number.applyAsInt(constant), constant);
            if (other != null) {
                throw new AssertionError("%s and %s have the same number".formatted(constant, other));
            }
        }
    }

    /** Returns the constant, or null when there is none. */
    E find(long number) {
        return number == (int) number ? byNumber.get((int) number) : null;
    }
}
