package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

@DisplayName("The way from an address to a register")
class ChainTest {
    @Nested
    class As_text {
        private static List<String> text(Chain chain) {
            return Printed.by(out -> new ChainText(chain).print(out));
        }

        @Test
        void has_a_line_for_each_step_and_then_the_other_roads() {
            assertThat(text(Chains.fourRoads()))
                    .containsExactly(
                            "virtual   0xf2001024  process 5 (student), uid 1000",
                            "mapping   0xf2000000  16K from 0xf2000000 on, rw: ioctl IOMAPMAP of /dev/teach0, driver iomap, minor 0x200021",
                            "minor     0x200021    AAAA=0x2000 S=2 M=1: 1 * 2^2 pages from 0xf2000000 on (rules 3 and 4)",
                            "physical  0xf2001024  page 0xf2001, offset 0x024",
                            "module    teaching    Teaching card, 8/0/1/0, 0000:00:01.0/resource0, 0xf2000000 + 0x1024, requested by driver teach",
                            "register  FIFO_LEVEL  0x00000203, 4 bytes, R, 0x00000100 after a reset",
                            "field     WORDS       0x3 in bits 4:0",
                            "field     EMPTY       0x0 in bit 8",
                            "field     FULL        0x1 in bit 9",
                            "other mappings that lead there at this moment:",
                            "WHO                 ADDRESS      CALL     FILE        DRIVER  RIGHTS",
                            "driver teach        0x1f2001024  ioremap  -           teach   rw USER_RW",
                            "process 6 (reader)  0x80000024   mmap     /dev/teach  teach   r-",
                            "process 7 (root)    0x40001024   mmap     /dev/mem    mem     rw");
        }

        @Test
        void says_where_a_load_finds_the_bytes_swapped() {
            assertThat(text(Chains.swapped()))
                    .contains("load      0x03020000  with its bytes swapped: the register is little-endian here");
        }

        @Test
        void has_both_registers_where_a_load_and_a_store_reach_different_ones() {
            assertThat(text(Chains.twoRegisters()))
                    .contains(
                            "register  RBR         0x41, 1 byte, R, 0x00 after a reset",
                            "register  THR         not read, 1 byte, W, 0x00 after a reset",
                            "no mapping leads there at this moment");
        }

        @Test
        void has_the_word_in_memory() {
            assertThat(text(Chains.hostMemory()))
                    .contains("memory    host        0x00000000 + 0x100012", "word      0x0000abcd  at 0x00100010");
        }

        @Test
        void rule_22_says_that_a_hole_is_one() {
            assertThat(text(Chains.hole())).anyMatch(line -> line.startsWith("hole") && line.contains("rule 22"));
        }
    }

    @Nested
    class As_a_drawing {
        static Stream<Chain> all() {
            return Stream.of(
                    Chains.fourRoads(), Chains.swapped(), Chains.twoRegisters(), Chains.hostMemory(), Chains.hole());
        }

        private static byte[] drawn(Chain chain, Canvas canvas) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ChainDrawing drawing = new ChainDrawing(chain);
            canvas.size(drawing.width(), drawing.height());
            drawing.on(canvas);
            canvas.write(out);
            return out.toByteArray();
        }

        private static Document svg(Chain chain) throws Exception {
            return parsed(drawn(chain, new SvgCanvas()));
        }

        private static Document parsed(byte[] svg) throws Exception {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg));
        }

        private static List<String> texts(Document svg) {
            NodeList texts = svg.getElementsByTagName("text");
            return IntStream.range(0, texts.getLength())
                    .mapToObj(i -> texts.item(i).getTextContent())
                    .toList();
        }

        @Test
        void has_every_road_and_the_register_with_its_bits() throws Exception {
            List<String> texts = texts(svg(Chains.fourRoads()));

            assertThat(texts)
                    .contains(
                            "teaching.FIFO_LEVEL",
                            "0xf2001024",
                            "0x1f2001024",
                            "0x80000024",
                            "0x40001024",
                            "process 7 (root)",
                            "mmap of /dev/mem",
                            "0xf2001",
                            "teaching",
                            "0x00000203",
                            "WORDS = 0x3");
            assertThat(texts.stream().filter(text -> text.equals("0") || text.equals("1")))
                    .hasSizeGreaterThanOrEqualTo(32);
        }

        @Test
        void may_have_any_letters() throws Exception {
            SvgCanvas canvas = new SvgCanvas();
            canvas.size(10, 10);
            canvas.text(1, 9, 8, Canvas.Letters.PLAIN, Canvas.Anchor.START, 0, "<a & \"b\">");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            canvas.write(out);

            assertThat(texts(parsed(out.toByteArray()))).containsExactly("<a & \"b\">");
        }

        @Test
        void has_a_line_from_each_road_to_the_page_and_one_to_the_module() throws Exception {
            assertThat(svg(Chains.fourRoads()).getElementsByTagName("path").getLength())
                    .isEqualTo(5);
        }

        @Test
        void is_the_picture_in_COMMANDS_md() throws Exception {
            String picture = new String(drawn(Chains.fourRoads(), new SvgCanvas()), StandardCharsets.UTF_8);

            assertThat(Files.readString(Path.of("explain.svg"))).isEqualTo(picture);
        }

        @ParameterizedTest
        @MethodSource("all")
        void is_well_formed_and_nothing_leaves_the_sheet(Chain chain) throws Exception {
            Document svg = svg(chain);

            int width = Integer.parseInt(svg.getDocumentElement().getAttribute("width"));
            int height = Integer.parseInt(svg.getDocumentElement().getAttribute("height"));
            for (String element : List.of("text", "rect")) {
                NodeList all = svg.getElementsByTagName(element);
                for (int i = 0; i < all.getLength(); i++) {
                    assertThat(number(all, i, "x") + number(all, i, "width")).isBetween(0, width);
                    assertThat(number(all, i, "y") + number(all, i, "height")).isBetween(0, height);
                }
            }
        }

        private static int number(NodeList all, int index, String attribute) {
            var found = all.item(index).getAttributes().getNamedItem(attribute);
            return found == null ? 0 : Integer.parseInt(found.getNodeValue());
        }

        @ParameterizedTest
        @MethodSource("all")
        void may_be_pixels_two_for_each_of_the_drawing(Chain chain) throws Exception {
            var picture = ImageIO.read(new ByteArrayInputStream(drawn(chain, new PngCanvas())));

            assertThat(picture.getWidth()).isEqualTo(2 * new ChainDrawing(chain).width());
            assertThat(picture.getHeight()).isEqualTo(2 * new ChainDrawing(chain).height());
        }
    }
}
