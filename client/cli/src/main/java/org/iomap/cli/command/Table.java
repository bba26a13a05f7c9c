package org.iomap.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Text in aligned columns, two spaces apart. A heading that ends in {@code >} makes its column flush right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] flushRight;
    private final int[] widths;

    public Table(String... headings) {
        flushRight = new boolean[headings.length];
        widths = new int[headings.length];
        String[] first = headings.clone();
        for (int column = 0; column < first.length; column++) {
            flushRight[column] = first[column].endsWith(">");
            first[column] = first[column].replace(">", "");
        }
        row(first);
    }

    public Table row(String... cells) {
        for (int column = 0; column < cells.length; column++) {
            widths[column] = Math.max(widths[column], cells[column].length());
        }
        rows.add(cells);
        return this;
    }

    public void print(PrintWriter out) {
        for (String[] row : rows) {
            out.println(line(row));
        }
        out.flush();
    }

    private String line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.length; column++) {
            String padding = " ".repeat(widths[column] - cells[column].length());
            line.append(flushRight[column] ? padding + cells[column] : cells[column] + padding)
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
