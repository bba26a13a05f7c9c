package org.iomap.cli.command;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.CubicCurve2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/** A drawing as pixels, two for each pixel of the drawing, in the fonts of this computer. It needs no screen. */
final class PngCanvas implements Canvas {
    private static final int SCALE = 2;
    private static final int CORNER = 10;

    private BufferedImage image;
    private Graphics2D pen;

    @Override
    public void size(int width, int height) {
        System.setProperty("java.awt.headless", "true");
        image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.scale(SCALE, SCALE);
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
    }

    @Override
    public void box(int x, int y, int width, int height, int fill, int line, int thickness) {
        pen.setColor(new Color(fill));
        pen.fillRoundRect(x, y, width, height, CORNER, CORNER);
        pen.setColor(new Color(line));
        pen.setStroke(new BasicStroke(thickness));
        pen.drawRoundRect(x, y, width, height, CORNER, CORNER);
    }

    @Override
    public void text(int x, int y, int height, Letters letters, Anchor anchor, int colour, String words) {
        boolean mono = letters == Letters.MONO || letters == Letters.MONO_BOLD;
        boolean bold = letters == Letters.BOLD || letters == Letters.MONO_BOLD;
        pen.setFont(new Font(mono ? Font.MONOSPACED : Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, height));
        pen.setColor(new Color(colour));
        int width = pen.getFontMetrics().stringWidth(words);
        int before = switch (anchor) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        pen.drawString(words, x - before, y);
    }

    @Override
    public void curve(int fromX, int fromY, int toX, int toY, int colour, int thickness) {
        int middle = (fromX + toX) / 2;
        pen.setColor(new Color(colour));
        pen.setStroke(new BasicStroke(thickness));
        pen.draw(new CubicCurve2D.Float(fromX, fromY, middle, fromY, middle, toY, toX, toY));
    }

    @Override
    public void write(OutputStream to) throws IOException {
        pen.dispose();
        ImageIO.write(image, "png", to);
    }
}
