package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.iomap.client.Monitor;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Window;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Verbs against a service")
@Timeout(60)
class VerbsTest {
    @RegisterExtension
    static final Service SERVICE = new Service();

    @RegisterExtension
    static final Service FRAGILE = Service.withMachineChecks();

    private static final JsonMapper JSON = new JsonMapper();

    @Nested
    class Json_output {
        @ParameterizedTest
        @ValueSource(
                strings = {"ls", "lsdev", "ioscan", "regs uart0", "machines", "ping", "clock", "crash", "version", "map"
                })
        void is_json(String words) {
            Service.Result result = SERVICE.iomap((words + " --json").split(" "));

            assertThat(result.status()).isZero();
            assertThat(JSON.readTree(result.line()).isMissingNode()).isFalse();
        }

        @Test
        void has_the_fields_of_the_registry() {
            JsonNode drivers = JSON.readTree(SERVICE.iomap("lsdev", "--json").line());

            assertThat(drivers.get(0).propertyNames()).containsExactly("major", "name", "driverClass");
        }

        @Test
        void of_dump_has_null_for_a_hole() {
            JsonNode dump = JSON.readTree(
                    SERVICE.iomap("dump", "0xf5800000", "2", "--json").line());

            assertThat(dump.get("address").asLong()).isEqualTo(0xf5800000L);
            assertThat(dump.get("bytes").toString()).isEqualTo("[null,null]");
        }
    }

    @Nested
    class System_view {
        @Test
        void has_every_register_of_the_machine() throws Exception {
            Document view = parse(SERVICE.iomap("regs", "--svd"));

            assertThat(values(view, "/device/peripherals/peripheral/name"))
                    .contains("uart0", "lasi", "dino", "teaching")
                    .doesNotHaveDuplicates();
            assertThat(values(view, "//peripheral[name='uart0']//register[name='LSR']/addressOffset"))
                    .containsExactly("0x805");
            assertThat(values(view, "//peripheral[name='uart0']//register[name='LSR']//field/name"))
                    .startsWith("DR", "OE");
            assertThat(values(view, "//peripheral[name='uart0']//register[name='THR']/alternateRegister"))
                    .containsExactly("RBR");
        }

        @Test
        void is_of_one_module_when_one_is_named() throws Exception {
            assertThat(values(parse(SERVICE.iomap("regs", "uart1", "--svd")), "//peripheral/baseAddress"))
                    .containsExactly("0xfff83000");
        }

        @Test
        void or_a_module_is_needed() {
            Service.Result result = SERVICE.iomap("regs");

            assertThat(result.status()).isNotZero();
            assertThat(String.join("", result.err())).contains("name a MODULE");
        }

        private static Document parse(Service.Result result) throws Exception {
            assertThat(result.status()).isZero();
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(String.join("\n", result.out()))));
        }

        private static List<String> values(Document view, String path) throws Exception {
            NodeList nodes = (NodeList)
                    XPathFactory.newDefaultInstance().newXPath().evaluate(path, view, XPathConstants.NODESET);
            List<String> values = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                values.add(nodes.item(i).getTextContent());
            }
            return values;
        }
    }

    @Nested
    class Map {
        @Test
        void rule_18_shows_a_mapping_while_it_lives() {
            try (RemoteProcess process =
                    RemoteProcess.to(SERVICE.uri()).name("tv").connect()) {
                Window window = process.map(process.open("/dev/uart0", RemoteProcess.O_RDWR));

                assertThat(SERVICE.iomap("map").out())
                        .anyMatch(line -> line.contains("tv  ")
                                && line.contains("0xffd05000")
                                && line.endsWith("iomap 0xfd0501  yes"));

                window.close();
            }

            assertThat(SERVICE.iomap("map").out()).hasSize(1);
        }
    }

    @Nested
    class Load_and_store {
        @Test
        void go_through_a_device() {
            assertThat(SERVICE.iomap("store", "/dev/uart0", "uart0.SCR", "0xa5").status())
                    .isZero();
            assertThat(SERVICE.iomap("load", "/dev/uart0", "0x807", "--width", "1")
                            .line())
                    .isEqualTo("0xa5");
        }

        @Test
        void go_to_a_physical_address() {
            assertThat(SERVICE.iomap("store", "--physical", "0xf4000040", "0xcafe")
                            .status())
                    .isZero();
            assertThat(SERVICE.iomap("load", "--physical", "videolive+0x40", "--json")
                            .line())
                    .isEqualTo("{\"address\":4093640768,\"width\":4,\"value\":51966}");
        }

        @Test
        void rule_22_a_signal_is_told_in_one_line() {
            Service.Result result = SERVICE.iomap("load", "/dev/uart0", "0x800");

            assertThat(result.status()).isEqualTo(ErrorReport.FAILED);
            assertThat(result.err()).hasSize(1);
            assertThat(result.err().get(0)).startsWith("iomap: SIGBUS at 0xffd05800: ");
        }

        @Test
        void rule_8_an_errno_is_told_in_one_line() {
            Service.Result result = SERVICE.iomap("load", "/dev/missing", "0");

            assertThat(result.status()).isEqualTo(ErrorReport.FAILED);
            assertThat(result.err()).hasSize(1);
            assertThat(result.err().get(0)).startsWith("iomap: ENOENT");
        }
    }

    @Nested
    class Peek {
        @Test
        void takes_no_byte_from_a_fifo() {
            SERVICE.iomap("store", "--physical", "uart1.MCR", "0x10");
            SERVICE.iomap("store", "--physical", "uart1.THR", "0x41");

            assertThat(SERVICE.iomap("peek", "uart1.RBR").line()).isEqualTo("0x41");
            assertThat(SERVICE.iomap("peek", "uart1.LSR").line()).isEqualTo("0x61");
            assertThat(SERVICE.iomap("load", "--physical", "uart1.RBR").line()).isEqualTo("0x41");
            assertThat(SERVICE.iomap("peek", "uart1.LSR").line()).isEqualTo("0x60");
        }
    }

    @Nested
    class Type_and_click {
        private String load(String register) {
            return SERVICE.iomap("load", "--physical", register).line();
        }

        @Test
        void reach_a_program_that_looks_at_the_ports() {
            SERVICE.iomap("store", "--physical", "keyboard.CONTROL", "1");
            SERVICE.iomap("type", "a", "--key", "F1");

            assertThat(load("keyboard.RCVDATA")).isEqualTo("0x1c");
            assertThat(load("keyboard.RCVDATA")).isEqualTo("0xf0");
            assertThat(load("keyboard.RCVDATA")).isEqualTo("0x1c");
            assertThat(load("keyboard.RCVDATA")).isEqualTo("0x05");
        }

        @Test
        void press_between_two_movements() {
            SERVICE.iomap("store", "--physical", "mouse.CONTROL", "1");
            SERVICE.iomap("store", "--physical", "mouse.XMTDATA", "0xff");
            SERVICE.iomap("store", "--physical", "mouse.XMTDATA", "0xf0");
            SERVICE.iomap("click", "--move", "-10,0", "--button", "right", "--drag", "0,-20");
            SERVICE.iomap("store", "--physical", "mouse.RESET", "0xff");
            SERVICE.iomap("store", "--physical", "mouse.XMTDATA", "0xeb");

            assertThat(load("mouse.RCVDATA")).isEqualTo("0xfa");
            assertThat(load("mouse.RCVDATA")).isEqualTo("0x18");
            assertThat(load("mouse.RCVDATA")).isEqualTo("0xf6");
            assertThat(load("mouse.RCVDATA")).isEqualTo("0x14");
        }

        @Test
        void give_up_when_nobody_takes_what_is_typed() {
            SERVICE.iomap("store", "--physical", "keyboard.CONTROL", "0");
            Service.Result result = SERVICE.iomap("type", "x".repeat(2000), "--patience", "1ms");

            assertThat(result.status()).isEqualTo(ErrorReport.FAILED);
            assertThat(result.err()).hasSize(1);
            assertThat(result.err().get(0)).startsWith("iomap: nobody takes what is typed: ");
        }

        @Test
        void need_a_keyboard_and_a_mouse_that_are_there() {
            assertThat(SERVICE.iomap("type", "x", "--keyboard", "piano").status())
                    .isEqualTo(ErrorReport.FAILED);
            assertThat(SERVICE.iomap("click", "--pointer", "cat").status()).isEqualTo(ErrorReport.FAILED);
        }
    }

    @Nested
    class Dump {
        @Test
        void shows_what_answers_before_a_hole() {
            assertThat(SERVICE.iomap("dump", "lasi.IAR", "8").line())
                    .startsWith("0xffd00010  ff fb 00 03 -- -- -- --  ");
        }

        @Test
        void falls_back_to_bytes_where_words_are_refused() {
            SERVICE.iomap("store", "--physical", "uart1.SCR", "0x5a");

            assertThat(SERVICE.iomap("dump", "0xfff83806", "4").line()).startsWith("0xfff83806  b0 5a -- --  ");
        }
    }

    @Nested
    class Trace {
        @Test
        void prints_what_happens_while_it_happens() {
            CompletableFuture<Service.Result> trace =
                    CompletableFuture.supplyAsync(() -> SERVICE.iomap("trace", "--count", "1", "--module", "uart1"));
            while (!trace.isDone()) {
                SERVICE.iomap("store", "--physical", "uart1.SCR", "0x12");
            }

            assertThat(trace.join().line()).contains("store", "1 0xfff83807 = 0x12", "uart1.SCR");
        }

        @Test
        void keeps_to_the_kinds_that_were_asked_for() {
            CompletableFuture<Service.Result> trace = CompletableFuture.supplyAsync(
                    () -> SERVICE.iomap("trace", "--count", "2", "--kind", "system-call,rule", "--json"));
            while (!trace.isDone()) {
                SERVICE.iomap("load", "/dev/uart0", "uart0.SCR");
            }

            assertThat(trace.join().out())
                    .extracting(line -> JSON.readTree(line).get("kind").asString())
                    .hasSize(2)
                    .allMatch(kind -> kind.equals("SYSTEM_CALL") || kind.equals("RULE"));
        }
    }

    @Nested
    class Screenshot {
        @TempDir
        Path directory;

        @Test
        void is_what_the_frame_buffer_shows() throws IOException {
            Path file = directory.resolve("screen.png");

            assertThat(SERVICE.iomap("screenshot", "videolive0", file.toString())
                            .status())
                    .isZero();
            assertThat(ImageIO.read(file.toFile()).getRGB(0, 0)).isEqualTo(0xff112233);
        }

        @Test
        void has_the_colours_of_the_map() throws IOException {
            Path file = directory.resolve("artist.png");
            try (RemoteProcess process =
                    RemoteProcess.to(SERVICE.uri()).name("painter").connect()) {
                Monitor monitor = process.monitor();
                monitor.physicalStore(Width.WORD, 0xF811_8000L, 0xBBE0_F000L);
                monitor.physicalStore(Width.WORD, 0xF811_801CL, 0x0300_0300);
                monitor.physicalStore(Width.WORD, 0xF810_04A0L, 0x105 << 2);
                monitor.physicalStore(Width.WORD, 0xF810_0600L, 0x00FF_8000);
                monitor.physicalStore(Width.WORD, 0xF811_8014L, 5);
                monitor.physicalStore(Width.WORD, 0xF810_0804L, 0x0002_0001);
                monitor.physicalStore(Width.WORD, 0xF810_0A00L, 0x04FE_03FF);
            }

            assertThat(SERVICE.iomap("screenshot", "artist0", file.toString()).line())
                    .isEqualTo(file + ": 1280 x 1024 pixels of artist0");
            BufferedImage picture = ImageIO.read(file.toFile());
            assertThat(picture.getRGB(1279, 1023)).isEqualTo(0xffff8000);
            assertThat(picture.getRGB(1277, 1023)).isEqualTo(0xff000000);
        }

        @Test
        void an_unknown_frame_buffer_leaves_no_file() {
            Path file = directory.resolve("screen.png");

            assertThat(SERVICE.iomap("screenshot", "artist7", file.toString()).status())
                    .isEqualTo(ErrorReport.USAGE);
            assertThat(Files.exists(file)).isFalse();
        }
    }

    @Nested
    class Clock {
        @Test
        void a_virtual_one_stands_still_until_advanced() {
            JsonNode before = clock("virtual");
            JsonNode after = clock("advance", "40ms");

            assertThat(after.get("nanos").asLong() - before.get("nanos").asLong())
                    .isEqualTo(40_000_000);
            assertThat(after.get("kind").asString()).isEqualTo("virtual");
            assertThat(clock("real").get("kind").asString()).isEqualTo("real");
        }

        private JsonNode clock(String... words) {
            List<String> all = new ArrayList<>(List.of("clock", "--json"));
            all.addAll(List.of(words));
            return JSON.readTree(SERVICE.iomap(all.toArray(String[]::new)).line());
        }
    }

    @Nested
    class Crash {
        @Test
        void rule_22_is_told_and_leaves_a_dump() {
            Service.Result result = FRAGILE.iomap("load", "/dev/gsc0", "0x1800000");

            assertThat(result.status()).isEqualTo(ErrorReport.FAILED);
            assertThat(result.err()).hasSize(1);
            assertThat(String.join("\n", FRAGILE.iomap("crash").out())).contains("f5800000", "iomap-load");
            assertThat(JSON.readTree(FRAGILE.iomap("crash", "--json").line())
                            .get("crashes")
                            .asInt())
                    .isOne();
        }
    }

    @Nested
    class Reset {
        @Test
        void gives_every_register_its_reset_value() {
            SERVICE.iomap("store", "--physical", "lasi.AMR", "0x1234");

            assertThat(SERVICE.iomap("reset").status()).isZero();
            assertThat(SERVICE.iomap("peek", "lasi.AMR").line()).isEqualTo("0x00000000");
        }
    }

    @Nested
    class Completion {
        @Test
        void knows_every_verb() {
            String script = String.join("\n", SERVICE.iomap("completion").out());

            assertThat(script).contains("complete -F _complete_iomap", "screenshot", "--token-file");
        }
    }

    @Nested
    class Exit_status {
        @TempDir
        Path directory;

        @Test
        void of_a_service_that_does_not_answer_is_4() throws IOException {
            Path socket = directory.resolve("silent.sock");
            try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                silent.bind(UnixDomainSocketAddress.of(socket));
                Service.Result result = SERVICE.iomap("ping", "--connect", "unix:" + socket, "--deadline", "20ms");

                assertThat(result.status()).isEqualTo(ErrorReport.DEADLINE);
                assertThat(result.err()).hasSize(1);
            }
        }

        @Test
        void of_a_file_that_cannot_be_written_is_1() {
            Service.Result result = SERVICE.iomap("screenshot", "/nowhere/screen.png");

            assertThat(result.status()).isEqualTo(ErrorReport.FAILED);
            assertThat(result.err()).containsExactly("iomap: /nowhere/screen.png: no such file or directory");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bogus",
                    "ls --bogus",
                    "irq lasi.5 2",
                    "irq lasi.5 high",
                    "clock sideways",
                    "clock advance",
                    "peek uart0.NOPE",
                    "peek toaster",
                    "peek 0xg",
                    "peek 0xf4000010 --width 3",
                    "load /dev/uart0",
                    "load --physical 1 2",
                    "dump videolive 65M",
                    "trace --kind weather",
                    "attach --tcp 8.8.8.8:23",
                    "attach --tcp 1 --pty",
                    "type",
                    "type --key Hyper",
                    "type gr\u00fcn",
                    "click --move 3",
                    "click --button tail",
                    "ping --connect carrier-pigeon:1"
                })
        void of_wrong_use_is_2(String words) {
            Service.Result result = SERVICE.iomap(words.split(" "));

            assertThat(result.status()).as(result.toString()).isEqualTo(ErrorReport.USAGE);
            assertThat(result.out()).isEmpty();
            assertThat(result.err().get(0)).startsWith("iomap: ");
            assertThat(result.err()).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
        }

        @Test
        void without_a_service_is_3_and_says_what_to_start() {
            Service.Result result = SERVICE.iomap("ls", "--connect", "unix:/nowhere/iomap.sock");

            assertThat(result.status()).isEqualTo(ErrorReport.NO_SERVICE);
            assertThat(result.err().get(0)).startsWith("iomap: cannot connect to unix:/nowhere/iomap.sock");
            assertThat(result.err().get(1)).contains("iomapd");
        }

        @Test
        void of_a_missing_machine_is_1() {
            assertThat(SERVICE.iomap("ls", "--machine", "vax").status()).isEqualTo(ErrorReport.FAILED);
        }
    }
}
