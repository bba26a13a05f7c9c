package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.IOMAPMAP;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.protocol.Errno.EINVAL;
import static org.iomap.protocol.Errno.ENOENT;
import static org.iomap.protocol.Errno.EPERM;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import org.iomap.protocol.TraceKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SystemCallsTest {
    private final Bench bench = new Bench();
    private final UserProcess process = bench.spawn();

    @Nested
    class Trace_lines {
        @Test
        void each_call_leaves_one() {
            SystemCalls calls = bench.calls;
            long handle = bench.open(process, "/dev/gsc0");
            bench.map(process, handle, 0);
            bench.unmap(process, handle);
            calls.close(process, calls.dup(process, handle));
            long zero = bench.open(process, "/dev/null");
            calls.write(process, zero, ByteBuffer.allocate(5)).now();
            calls.read(process, zero, ByteBuffer.allocate(7)).now();
            calls.mknod(
                    bench.root,
                    "/dev/mine",
                    Inode.S_IFCHR | 0600,
                    Bench.iomap(0x4000e1).dev());
            calls.chmod(bench.root, "/dev/mine", 0644);
            calls.chown(bench.root, "/dev/mine", 1000, -1);
            calls.stat(process, "/dev/mine");
            calls.readdir(process, "/");
            calls.unlink(bench.root, "/dev/mine");

            assertThat(bench.lines(TraceKind.SYSTEM_CALL))
                    .containsExactly(
                            "open /dev/gsc0 O_RDWR = 3",
                            "ioctl 3 0xc0044d01 0x0 = 0xf4000000",
                            "ioctl 3 0xc0044d02 0x0 = 0x0",
                            "dup 3 = 4",
                            "close 4 = 0",
                            "open /dev/null O_RDWR = 4",
                            "write 4 5 = 5",
                            "read 4 7 = 0",
                            "mknod /dev/mine 020600 64 0x4000e1 = 0",
                            "chmod /dev/mine 0644 = 0",
                            "chown /dev/mine 1000 -1 = 0",
                            "stat /dev/mine = 020644",
                            "readdir / = 4 names",
                            "unlink /dev/mine = 0");
            assertThat(bench.lines(TraceKind.RULE)).isEmpty();
        }

        @Test
        void a_broken_rule_leaves_another_with_its_number_and_the_value() {
            long handle = bench.open(process, "/dev/gsc0");
            assertFails(EINVAL, 17, () -> bench.map(process, handle, 0x12345));

            assertThat(bench.lines(TraceKind.SYSTEM_CALL)).last().isEqualTo("ioctl 3 0xc0044d01 0x12345 = EINVAL");
            assertThat(bench.lines(TraceKind.RULE)).containsExactly("rule 17: 0x12345 is not a multiple of 4096");
        }

        @Test
        void a_call_that_breaks_no_numbered_rule_says_why_it_failed() {
            assertFails(EPERM, 0, () -> bench.calls.chmod(process, "/dev/gsc0", 0));

            assertThat(bench.lines(TraceKind.RULE)).containsExactly("only uid 0 and the owner change a mode");
        }

        @Test
        void a_signal_leaves_one_with_the_rule_and_one_with_the_signal() {
            Bench.signal(() -> process.load(0x12344, WORD));

            assertThat(bench.lines(TraceKind.RULE))
                    .containsExactly("rule 21: load of 4 bytes at 0x12344: nothing is mapped");
            assertThat(bench.lines(TraceKind.SIGNAL))
                    .containsExactly("SIGSEGV load of 4 bytes at 0x12344: nothing is mapped");
        }

        @Test
        @Tag("DC-4")
        void what_a_client_sends_is_escaped_and_shortened() {
            assertFails(ENOENT, 27, () -> bench.open(process, "/x\n\u001b[2J\u00e9" + "y".repeat(10_000)));

            assertThat(bench.lines(TraceKind.SYSTEM_CALL))
                    .singleElement()
                    .asString()
                    .startsWith("open /x\\u{a}\\u{1b}[2J\\u{e9}yyy")
                    .hasSizeLessThan(128);
        }
    }

    @Nested
    class Settings {
        @Test
        void rule_16_ioctl_returns_0() {
            long handle = bench.open(process, "/dev/gsc0");

            assertThat(bench.calls.ioctl(process, handle, IOMAPMAP, 0).now().result())
                    .isZero();
        }

        @Test
        void rule_16_ioctl_returns_the_address_where_the_machine_is_set_so() {
            Bench old = Bench.with(BusErrorSetting.SIGBUS, true);
            UserProcess program = old.spawn();
            long handle = old.open(program, "/dev/gsc0");

            assertThat(old.calls.ioctl(program, handle, IOMAPMAP, 0).now())
                    .isEqualTo(new IoctlResult(0xF400_0000L, 0xF400_0000L));
        }
    }

    @Nested
    class Munmap {
        @Test
        void of_nothing_is_no_error() {
            bench.calls.munmap(process, 0x8000_0000L, 4096);
        }

        @Test
        void rule_17_of_no_page_or_no_bytes_is_EINVAL() {
            assertFails(EINVAL, 17, () -> bench.calls.munmap(process, 0x8000_0001L, 4096));
            assertFails(EINVAL, 17, () -> bench.calls.munmap(process, 0x8000_0000L, 1L << 33));
            assertFails(EINVAL, 17, () -> bench.calls.munmap(process, 0x8000_0000L, -1));
            assertFails(EINVAL, 17, () -> bench.calls.munmap(process, 0x8000_0000L, 0));
            assertFails(EINVAL, 17, () -> bench.calls.munmap(process, 0, 4096));
        }
    }
}
