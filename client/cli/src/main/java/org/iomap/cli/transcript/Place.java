package org.iomap.cli.transcript;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an access goes: a number, or a name such as {@code uart0.LSR} or {@code videolive+0x10}, which the machine
 * knows.
 *
 * @param module null where the place is a number
 * @param register null where it is the module's first byte
 * @param offset bytes from the register or the first byte on; the number itself where there is no module
 */
record Place(String module, String register, long offset) {
    private static final Pattern NAME = Pattern.compile("([a-z][a-z0-9]*)(?:\\.([A-Z][A-Z0-9_]*))?(?:\\+(\\w+))?");

    /** Where an action has none. */
    static final Place NONE = new Place(null, null, 0);

    static Place of(String word) throws SyntaxException {
        Matcher name = NAME.matcher(word);
        if (!name.matches()) {
            return new Place(null, null, Words.numberOf(word));
        }
        return new Place(name.group(1), name.group(2), name.group(3) == null ? 0 : Words.numberOf(name.group(3)));
    }

    boolean isNumber() {
        return module == null;
    }

    @Override
    public String toString() {
        return isNumber()
                ? "0x%08x".formatted(offset)
                : module + (register == null ? "" : "." + register) + (offset == 0 ? "" : "+0x%x".formatted(offset));
    }
}
