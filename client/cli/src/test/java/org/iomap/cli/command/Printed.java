package org.iomap.cli.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;

/** What a piece of code prints, by lines. */
final class Printed {
    private Printed() {}

    static List<String> by(Consumer<PrintWriter> code) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            code.accept(out);
        }
        return text.toString().lines().toList();
    }
}
