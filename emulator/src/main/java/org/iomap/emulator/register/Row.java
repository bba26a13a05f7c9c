package org.iomap.emulator.register;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.iomap.protocol.Width;

/** What the data sheet says of a register, which is the same in all machines. */
record Row(String name, Width width, Access access, long reset, long writable, List<NamedBits> fields) {
    /** Rows are constants of the modules' register maps: all machines share them. */
    private static final ConcurrentMap<Row, Row> ROWS = new ConcurrentHashMap<>();

    static Row of(String name, Width width, Access access, long reset, long writable) {
        return shared(new Row(name, width, access, reset, writable, List.of()));
    }

    /** The same row with other fields. */
    Row with(List<NamedBits> otherFields) {
        return shared(new Row(name, width, access, reset, writable, otherFields));
    }

    private static Row shared(Row row) {
        Row before = ROWS.putIfAbsent(row, row);
        return before == null ? row : before;
    }
}
