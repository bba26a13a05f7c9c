package org.iomap.cli.command;

import java.io.PrintWriter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Output for programs: the fields have the names of the registry of the protocol. Jackson is loaded at first use. */
public final class Json {
    private static final ObjectWriter WRITER = new JsonMapper().writer();

    private Json() {}

    /** One value on one line. */
    public static void print(PrintWriter out, Object value) {
        out.println(WRITER.writeValueAsString(value));
        out.flush();
    }
}
