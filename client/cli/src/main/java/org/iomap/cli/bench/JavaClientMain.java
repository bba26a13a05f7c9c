package org.iomap.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.iomap.client.Pipeline;
import org.iomap.client.RemoteProcess;
import org.iomap.client.Window;
import org.iomap.client.driver.RemoteDriver;
import org.iomap.protocol.EventKind;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Width;

/** What the C program does, with the Java library: one command a line, one line for an answer. */
public final class JavaClientMain {
    private static final int SAMPLES = 1 << 21;
    private static final int PAGE = 4096;
    private static final int READ_BYTES = 8;

    private final Duration spin;
    private final long[] samples = new long[SAMPLES];
    private final LongAdder events = new LongAdder();
    private RemoteProcess watcher;

    private JavaClientMain(Duration spin) {
        this.spin = spin;
    }

    /** How many microseconds a waiting thread polls. */
    public static void main(String... arguments) throws IOException {
        JavaClientMain client = new JavaClientMain(Duration.of(Long.parseLong(arguments[0]), ChronoUnit.MICROS));
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(client.run(line.split(" ", -1)));
            }
        }
    }

    private String run(String... words) throws IOException {
        return switch (words[0]) {
            case "raw" -> raw(words);
            case "load" -> load(words);
            case "block" -> block(words);
            case "mapped" -> mapped(words);
            case "read" -> read(words);
            case "drive" -> drive(words[1]);
            case "watch" -> watch(words[1]);
            case "unwatch" -> unwatch();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private RemoteProcess connect(String socket) {
        return RemoteProcess.to("unix:" + socket)
                .spin(spin)
                .name("bench")
                .limit(Limit.REQUESTS_IN_FLIGHT, Limit.REQUESTS_IN_FLIGHT.ceiling())
                .limit(Limit.MESSAGE_BYTES, 4L * Work.BLOCK_BYTES)
                .connect();
    }

    private String raw(String... words) throws IOException {
        int flight = Integer.parseInt(words[3]);
        try (RawClient echo = RawClient.connect(words[1], flight * Integer.parseInt(words[4]), spin.isZero())) {
            return measure(Integer.parseInt(words[2]), flight, echo::exchange);
        }
    }

    private String load(String... words) {
        int flight = Integer.parseInt(words[3]);
        int offset = Integer.parseInt(words[5]);
        try (RemoteProcess process = connect(words[1])) {
            Window window = process.map(process.open(words[4], RemoteProcess.O_RDWR));
            if (flight == 1) {
                return measure(Integer.parseInt(words[2]), 1, () -> window.getByte(offset));
            }
            Pipeline pipeline = process.pipeline();
            return measure(Integer.parseInt(words[2]), flight, () -> fly(pipeline, flight, window.address() + offset));
        }
    }

    private static void fly(Pipeline pipeline, int flight, long address) {
        for (int i = 0; i < flight; i++) {
            pipeline.load(Width.BYTE, address);
        }
        pipeline.complete();
        pipeline.clear();
    }

    private String block(String... words) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Integer.parseInt(words[4]));
        int offset = Integer.parseInt(words[6]);
        try (RemoteProcess process = connect(words[1])) {
            Window window = process.map(process.open(words[5], RemoteProcess.O_RDWR));
            long address = window.address() + offset;
            boolean isLoad = words[3].equals("load");
            return measure(Integer.parseInt(words[2]), 1, () -> {
                bytes.clear();
                if (isLoad) {
                    process.loadBlock(Width.DOUBLEWORD, address, 0, bytes);
                } else {
                    process.storeBlock(Width.DOUBLEWORD, address, 0, bytes);
                }
            });
        }
    }

    /** Through what mmap(2) has mapped: the page at the beginning of a device. */
    private String mapped(String... words) {
        int offset = Integer.parseInt(words[4]);
        try (RemoteProcess process = connect(words[1])) {
            int fd = process.open(words[3], RemoteProcess.O_RDWR);
            int both = RemoteProcess.PROT_READ | RemoteProcess.PROT_WRITE;
            long address = process.mmap(fd, 0, PAGE, 0, both, RemoteProcess.MAP_SHARED) + offset;
            return measure(Integer.parseInt(words[2]), 1, () -> process.load(Width.BYTE, address));
        }
    }

    private String read(String... words) {
        try (RemoteProcess process = connect(words[1])) {
            int fd = process.open(words[3], RemoteProcess.O_RDWR);
            return measure(Integer.parseInt(words[2]), 1, () -> process.read(fd, READ_BYTES));
        }
    }

    /** It is at work as long as this process. */
    private String drive(String socket) {
        RemoteDriver.start(connect(socket), new BenchDriver());
        return "driving";
    }

    private String watch(String socket) {
        watcher = connect(socket);
        watcher.subscribe(EventKind.TRACE, "").onEvent(event -> events.increment());
        return "watching";
    }

    private String unwatch() {
        watcher.close();
        return Long.toString(events.sum());
    }

    /** One flight. */
    private interface Step {
        void run() throws IOException;
    }

    private <T extends Step> String measure(int millis, int operations, T step) {
        try {
            return sample(millis, operations, step).line();
        } catch (IOException lost) {
            throw new java.io.UncheckedIOException(lost);
        }
    }

    private Sample sample(int millis, int operations, Step step) throws IOException {
        long warm = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) / 2;
        while (System.nanoTime() - warm < 0) {
            step.run();
        }
        int count = 0;
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        long last = start;
        while (last - end < 0 && count < SAMPLES) {
            step.run();
            long now = System.nanoTime();
            samples[count++] = now - last;
            last = now;
        }
        Arrays.sort(samples, 0, count);
        return new Sample(
                (double) count * operations,
                (last - start) / 1e9,
                samples[count / 2],
                samples[(int) (count * 99L / 100)],
                samples[count - 1]);
    }
}
