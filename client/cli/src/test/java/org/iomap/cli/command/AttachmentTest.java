package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.iomap.client.RemoteProcess;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("attach")
@Timeout(30)
class AttachmentTest {
    @RegisterExtension
    static final Service SERVICE = new Service();

    private static final long RBR = 0xFFD0_5800L;
    private static final long THR = 0xFFD0_5800L;
    private static final long FCR = 0xFFD0_5802L;
    private static final long LSR = 0xFFD0_5805L;
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final ExecutorService program = Executors.newSingleThreadExecutor();
    private RemoteProcess process;

    @BeforeEach
    void connect() {
        process = RemoteProcess.connect(SERVICE.uri());
        process.monitor().physicalStore(Width.BYTE, FCR, 0x07);
    }

    @AfterEach
    void disconnect() {
        process.close();
        program.shutdownNow();
    }

    @Test
    void what_is_typed_reaches_the_port() throws IOException, InterruptedException {
        attach(keys("hi"), new ByteArrayOutputStream());

        assertThat(received()).isEqualTo("hi");
    }

    @Test
    void more_than_the_fifo_holds_waits_for_the_program() throws Exception {
        String text = "The quick brown fox jumps over the lazy dog.";
        Future<String> read = program.submit(() -> readFromPort(text.length()));

        attach(keys(text), new ByteArrayOutputStream());

        assertThat(read.get()).isEqualTo(text);
    }

    @Test
    void what_the_program_sends_is_printed_after_piped_input_has_ended() throws IOException, InterruptedException {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (SerialLine line = new SerialLine(process, "uart0")) {
            send("ok\n");
            new Attachment(line, keys(""), screen, PATIENCE).run(false);
        }

        assertThat(screen.toString(StandardCharsets.US_ASCII)).isEqualTo("ok\n");
    }

    @Test
    void the_escape_ends_it() throws IOException, InterruptedException {
        try (SerialLine line = new SerialLine(process, "uart0")) {
            new Attachment(line, keys("a\r~.b"), new ByteArrayOutputStream(), Duration.ofDays(1)).run(true);
        }

        assertThat(received()).isEqualTo("a\r");
    }

    @Test
    void the_escape_works_while_the_port_takes_nothing() throws IOException, InterruptedException {
        int more = 5_000;
        try (SerialLine line = new SerialLine(process, "uart0")) {
            new Attachment(line, keys("x".repeat(more) + "\r~."), new ByteArrayOutputStream(), Duration.ofDays(1))
                    .run(true);
        }

        assertThat(received()).hasSizeLessThan(more);
        process.monitor().reset();
    }

    @Test
    void a_tcp_client_types_and_reads() throws Exception {
        try (TcpTerminal server = TcpTerminal.at("127.0.0.1:0")) {
            Future<Object> served = program.submit(() -> {
                server.serve(this::attach);
                return null;
            });
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                client.getOutputStream().write('x');
                assertThat(readFromPort(1)).isEqualTo("x");
                send("y");
                assertThat(client.getInputStream().read()).isEqualTo('y');
            }
            served.get();
        }
    }

    @Test
    void a_pseudo_terminal_has_a_name_and_passes_every_byte() throws IOException {
        assumeTrue(Files.isWritable(Path.of("/dev/ptmx")));
        try (RawTerminal pseudo = RawTerminal.pseudo();
                FileOutputStream keys = new FileOutputStream(pseudo.name());
                FileInputStream screen = new FileInputStream(pseudo.name())) {
            keys.write(3);
            assertThat(pseudo.input().read()).isEqualTo(3);
            pseudo.output().write('\n');
            assertThat(screen.read()).isEqualTo('\n');
        }
    }

    private void attach(InputStream keys, OutputStream screen) throws IOException, InterruptedException {
        try (SerialLine line = new SerialLine(process, "uart0")) {
            new Attachment(line, keys, screen, PATIENCE).run(false);
        }
    }

    private void send(String text) {
        text.chars().forEach(character -> process.monitor().physicalStore(Width.BYTE, THR, character));
    }

    private String received() {
        StringBuilder text = new StringBuilder();
        while ((process.monitor().peek(Width.BYTE, LSR) & 1) != 0) {
            text.append((char) process.monitor().physicalLoad(Width.BYTE, RBR));
        }
        return text.toString();
    }

    private String readFromPort(int count) {
        StringBuilder text = new StringBuilder();
        while (text.length() < count) {
            text.append(received());
        }
        return text.toString();
    }

    private static InputStream keys(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
