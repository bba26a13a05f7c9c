package org.iomap.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A drawing as text. Source: W3C Scalable Vector Graphics 1.1. */
final class SvgCanvas implements Canvas {
    private static final String PLAIN = "Helvetica, Arial, DejaVu Sans, sans-serif";
    private static final String MONO = "DejaVu Sans Mono, Menlo, Consolas, monospace";

    private final StringBuilder text = new StringBuilder(8192);

    @Override
    public void size(int width, int height) {
        line("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\">"
                .formatted(width, height));
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>".formatted(width, height));
    }

    @Override
    public void box(int x, int y, int width, int height, int fill, int line, int thickness) {
        line(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%d\"/>"
                        .formatted(x, y, width, height, colour(fill), colour(line), thickness));
    }

    @Override
    public void text(int x, int y, int height, Letters letters, Anchor anchor, int colour, String words) {
        boolean mono = letters == Letters.MONO || letters == Letters.MONO_BOLD;
        boolean bold = letters == Letters.BOLD || letters == Letters.MONO_BOLD;
        line("<text x=\"%d\" y=\"%d\" font-family=\"%s\" font-size=\"%d\"%s text-anchor=\"%s\" fill=\"%s\">%s</text>"
                .formatted(
                        x,
                        y,
                        mono ? MONO : PLAIN,
                        height,
                        bold ? " font-weight=\"bold\"" : "",
                        anchor(anchor),
                        colour(colour),
                        escaped(words)));
    }

    @Override
    public void curve(int fromX, int fromY, int toX, int toY, int colour, int thickness) {
        int middle = (fromX + toX) / 2;
        line("<path d=\"M%d %d C%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\" stroke-width=\"%d\"/>"
                .formatted(fromX, fromY, middle, fromY, middle, toY, toX, toY, colour(colour), thickness));
    }

    @Override
    public void write(OutputStream to) throws IOException {
        to.write((text + "</svg>\n").getBytes(StandardCharsets.UTF_8));
    }

    private void line(String element) {
        text.append(element).append('\n');
    }

    private static String colour(int colour) {
        return "#%06x".formatted(colour);
    }

    private static String anchor(Anchor anchor) {
        return switch (anchor) {
            case START -> "start";
            case MIDDLE -> "middle";
            case END -> "end";
        };
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
