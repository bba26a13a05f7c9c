package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("PNG")
class PngWriterTest {
    @Test
    void another_reader_sees_the_same_pixels() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PngWriter png = new PngWriter(file, 2, 2)) {
            png.row(ByteBuffer.allocate(8).putInt(0x00112233).putInt(0x00ff0000).rewind());
            png.row(ByteBuffer.allocate(8).putInt(0x0000ff00).putInt(0xff0000ff).rewind());
        }

        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));

        assertThat(picture.getRGB(0, 0, 2, 2, null, 0, 2))
                .containsExactly(0xff112233, 0xffff0000, 0xff00ff00, 0xff0000ff);
    }
}
