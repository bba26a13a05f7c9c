package org.iomap.cli.bench;

import java.util.List;
import java.util.Locale;
import org.iomap.cli.command.Table;

/**
 * What a run found out.
 *
 * @param machine processor, cores, system, Java
 * @param date of the day, ISO 8601
 * @param notes what was left out, and why
 */
record Report(String machine, String date, List<Line> lines, List<String> notes) {
    private static final String[] HEADINGS = {
        "measured", "median>", "p99>", "ratio>", "to", "target", "" /* whether it is met */
    };

    Table table() {
        Table table = new Table(HEADINGS);
        String group = "";
        for (Line line : lines) {
            if (!line.group().equals(group)) {
                group = line.group();
                table.row(group, "", "", "", "", "", "");
            }
            table.row(cells("  ", line));
        }
        return table;
    }

    /** For a file of results, each run behind the last. */
    String markdown() {
        StringBuilder text = new StringBuilder("\n## %s, %s\n".formatted(date, machine));
        String group = "";
        for (Line line : lines) {
            if (!line.group().equals(group)) {
                group = line.group();
                text.append("\n| %s | median | p99 | ratio | to | target | |\n|---|--:|--:|--:|---|---|---|\n"
                        .formatted(group));
            }
            text.append("| ").append(String.join(" | ", cells("", line))).append(" |\n");
        }
        notes.forEach(note -> text.append("\n").append(note).append("\n"));
        return text.toString();
    }

    private static String[] cells(String indent, Line line) {
        return new String[] {
            indent + line.name(),
            figure(line.value()) + " " + line.unit(),
            line.p99Micros() == null ? "" : figure(line.p99Micros()) + " us",
            line.ratio() == null ? "" : figure(line.ratio()),
            line.against() == null ? "" : line.against(),
            line.target() == null ? "" : line.target(),
            line.met() == null ? "" : line.met() ? "met" : "MISSED"
        };
    }

    /** Three digits are what a measurement is good for. */
    private static String figure(double value) {
        double size = Math.abs(value);
        String form = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }
}
