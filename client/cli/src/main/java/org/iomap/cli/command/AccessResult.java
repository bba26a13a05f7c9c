package org.iomap.cli.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.iomap.protocol.Width;

/** What a load or a peek gave. */
record AccessResult(long address, Width width, long value) {
    void print(PrintWriter out, boolean json) {
        if (json) {
            Map<String, Long> fields = new LinkedHashMap<>();
            fields.put("address", address);
            fields.put("width", (long) width.bytes());
            fields.put("value", value);
            Json.print(out, fields);
        } else {
            out.println(("0x%0" + 2 * width.bytes() + "x").formatted(value));
        }
    }
}
