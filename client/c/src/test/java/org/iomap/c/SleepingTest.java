package org.iomap.c;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.iomap.client.driver.RemoteDriver;
import org.iomap.driver.CharacterDevice;
import org.iomap.driver.Driver;
import org.iomap.driver.DriverException;
import org.iomap.driver.FileOperations;
import org.iomap.driver.IoctlArgument;
import org.iomap.driver.Kernel;
import org.iomap.driver.OpenFile;
import org.iomap.protocol.Errno;
import org.junit.jupiter.api.Test;

/** A program that waits for a device of a driver outside of the service: test/preload/sleeping.c. */
class SleepingTest {
    private static final long TWICE = 0xC004_4C01L; // _IOWR('L', 1, int)

    /** Letters that somebody wrote are read by whoever comes first. */
    static final class Letters implements Driver, FileOperations {
        private final Queue<Byte> waiting = new ArrayDeque<>();
        private CharacterDevice device;

        @Override
        public String name() {
            return "letters";
        }

        @Override
        public void init(Kernel kernel) {
            device = kernel.registerChrdev(0, this);
            device.createNode("/dev/letters", 0, 0666);
        }

        @Override
        public int read(OpenFile file, ByteBuffer into, long position) {
            if (waiting.isEmpty()) {
                throw new DriverException(Errno.EAGAIN, "no letters");
            }
            int count = 0;
            while (into.hasRemaining() && !waiting.isEmpty()) {
                into.put(waiting.remove());
                count++;
            }
            return count;
        }

        @Override
        public int write(OpenFile file, ByteBuffer from, long position) {
            int count = from.remaining();
            while (from.hasRemaining()) {
                waiting.add(from.get());
            }
            device.wakeUp();
            return count;
        }

        @Override
        public int poll(OpenFile file) {
            return POLLOUT | (waiting.isEmpty() ? 0 : POLLIN);
        }

        @Override
        public long ioctl(OpenFile file, long request, IoctlArgument argument) {
            if (request != TWICE) {
                throw new DriverException(Errno.ENOTTY, "it doubles, and nothing else");
            }
            argument.set(2 * argument.get());
            return 0;
        }
    }

    @Test
    void a_call_sleeps_until_the_driver_has_something_or_a_signal_comes() throws IOException {
        Path runner = Tools.made("bin/iomap-run");
        Tools.made("lib/libiomap-preload.so");
        Path program = Tools.made("test/preload/sleeping");
        try (Service service = new Service();
                RemoteDriver driver = RemoteDriver.start(service.unix(), new Letters())) {
            Command.Result result = Command.of(runner, program)
                    .with("IOMAP_CONNECT", service.unix())
                    .run();

            assertThat(driver).isNotNull();
            assertThat(result.out()).isEqualTo(Files.readString(Tools.HERE.resolve("test/preload/sleeping.out")));
            assertThat(result.err()).isEmpty();
            assertThat(result.status()).isZero();
        }
    }
}
