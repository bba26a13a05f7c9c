package org.iomap.emulator.kernel.nulldevice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.O_RDONLY;
import static org.iomap.emulator.kernel.Bench.O_WRONLY;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.ENODEV;
import static org.iomap.protocol.Errno.ENOTTY;

import java.nio.ByteBuffer;
import org.iomap.emulator.kernel.Bench;
import org.iomap.emulator.kernel.UserProcess;
import org.junit.jupiter.api.Test;

class NullDriverTest {
    private final Bench bench = new Bench();
    private final UserProcess process = bench.spawn();
    private final long handle = bench.open(process, "/dev/null");
    private final ByteBuffer data = ByteBuffer.allocate(16);

    @Test
    void read_is_at_the_end() {
        assertThat(bench.calls().read(process, handle, data).now()).isZero();
        assertThat(data.position()).isZero();
    }

    @Test
    void write_takes_everything() {
        assertThat(bench.calls().write(process, handle, data).now()).isEqualTo(16);
        assertThat(data.hasRemaining()).isFalse();
    }

    @Test
    void rule_27_a_descriptor_of_the_wrong_direction_is_EBADF() {
        long readOnly = bench.calls().open(process, "/dev/null", O_RDONLY).now();
        long writeOnly = bench.calls().open(process, "/dev/null", O_WRONLY).now();

        assertFails(
                EBADF, 27, () -> bench.calls().write(process, readOnly, data).now());
        assertFails(
                EBADF, 27, () -> bench.calls().read(process, writeOnly, data).now());
    }

    @Test
    void rule_26_it_has_no_ioctl() {
        assertFails(
                ENOTTY,
                26,
                () -> bench.calls().ioctl(process, handle, 0x5401, 0).now());
    }

    @Test
    void it_has_no_mmap() {
        assertFails(
                ENODEV,
                0,
                () -> bench.calls().mmap(process, handle, 0, 4096, 0, 3, 1).now());
    }
}
