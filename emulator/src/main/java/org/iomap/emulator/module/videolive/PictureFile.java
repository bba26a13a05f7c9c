package org.iomap.emulator.module.videolive;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Scanner;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Reads a picture from a file: PNG, or PPM with one byte for each colour (P6). */
final class PictureFile {
    private static final Pattern BLANKS_AND_COMMENTS = Pattern.compile("(\\s|#[^\\n]*\\n)+");
    private static final int LARGEST_SIDE = 16384;

    private PictureFile() {}

    /**
     * Returns the picture in a file.
     *
     * @throws IOException if it cannot be read, or is neither PNG nor PPM
     */
    static Picture read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 2 && bytes[0] == 'P' && bytes[1] == '6') {
            return ppm(file, bytes);
        }
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        if (image == null) {
            throw new IOException(file + " is neither PNG nor PPM (P6)");
        }
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0x00FF_FFFF;
        }
        return new StillPicture(image.getWidth(), pixels);
    }

    private static Picture ppm(Path file, byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try (Scanner header = new Scanner(text)) {
            header.useDelimiter(BLANKS_AND_COMMENTS).next();
            int width = header.nextInt();
            int height = header.nextInt();
            int brightest = header.nextInt();
            int first = header.match().end() + 1;
            boolean isRight = width > 0
                    && height > 0
                    && width <= LARGEST_SIDE
                    && height <= LARGEST_SIDE
                    && brightest == 0xFF
                    && bytes.length - first >= 3L * width * height;
            if (!isRight) {
                throw new IOException(file + " is not a whole PPM (P6) of one byte for each colour");
            }
            return new StillPicture(width, pixels(bytes, first, width * height));
        } catch (NoSuchElementException e) {
            throw new IOException(file + " has no PPM header", e);
        }
    }

    private static int[] pixels(byte[] bytes, int first, int count) {
        int[] pixels = new int[count];
        for (int i = 0; i < count; i++) {
            int at = first + 3 * i;
            pixels[i] = (bytes[at] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF);
        }
        return pixels;
    }
}
