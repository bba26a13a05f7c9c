package org.iomap.cli.command;

import java.io.PrintWriter;

/** A range as sixteen bytes a line, in hex and in characters; a hole is {@code --}; equal lines are one {@code *}. */
final class HexDump {
    private static final int LINE = 16;

    private final PhysicalRange range;

    HexDump(PhysicalRange range) {
        this.range = range;
    }

    void print(PrintWriter out, boolean all) {
        String before = null;
        boolean skipping = false;
        for (int line = 0; line < range.length(); line += LINE) {
            String text = line(line);
            boolean last = line + LINE >= range.length();
            if (all || last || !text.equals(before)) {
                out.println("0x%08x  %s".formatted(range.address() + line, text));
                skipping = false;
            } else if (!skipping) {
                out.println("*");
                skipping = true;
            }
            before = text;
        }
        out.flush();
    }

    private String line(int start) {
        StringBuilder hex = new StringBuilder();
        StringBuilder characters = new StringBuilder();
        for (int i = start; i < start + LINE; i++) {
            hex.append(i % LINE == LINE / 2 ? "  " : i == start ? "" : " ");
            if (i >= range.length()) {
                hex.append("  ");
            } else {
                hex.append(range.isHole(i) ? "--" : "%02x".formatted(range.at(i)));
                characters.append(range.isHole(i) ? ' ' : printable(range.at(i)));
            }
        }
        return hex + "  |" + characters + "|";
    }

    private static char printable(int character) {
        return character >= ' ' && character < 0x7F ? (char) character : '.';
    }
}
