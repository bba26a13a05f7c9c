package org.iomap.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.iomap.protocol.Explained;

/** What `iomap explain' makes of an answer, for the other parts of the command. */
public final class Explanation {
    private Explanation() {}

    public static String text(Explained told) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            new ChainText(new Chain(told)).print(out);
        }
        return text.toString();
    }

    /** Draws it as SVG. */
    public static void draw(Explained told, Path file) throws IOException {
        ChainDrawing drawing = new ChainDrawing(new Chain(told));
        SvgCanvas canvas = new SvgCanvas();
        canvas.size(drawing.width(), drawing.height());
        drawing.on(canvas);
        try (OutputStream to = Files.newOutputStream(file)) {
            canvas.write(to);
        }
    }
}
