package org.iomap.emulator.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.iomap.driver.Driver;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.trace.Entry;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Errno;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;

/** A kernel on a small machine: memory for a board and two serial ports, word registers, and a module that breaks. */
public final class Bench {
    public static final long IOMAPMAP = 0xC004_4D01L;
    public static final long IOMAPUNMAP = 0xC004_4D02L;
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;

    public static final Credentials ROOT = new Credentials(0, 0, Set.of());
    static final Credentials USER = new Credentials(1000, 1000, Set.of());
    static final long BOARD = 0xF400_0000L;
    static final long BOARD_SIZE = 0x20_0000;
    static final long REGISTERS = 0xF500_0000L;
    static final long BROKEN = 0xF600_0000L;
    static final long UART = 0xFFD0_5000L;
    static final long PAGE = IoSpace.PAGE;
    static final long HOST_MEMORY = 0x40_0000;

    final Trace trace = new Trace(4096, () -> 1_500_000_000L);
    final IoSpace ioSpace = new IoSpace(trace);
    final Kernel kernel;
    final SystemCalls calls;
    final UserProcess root;

    public Bench() {
        this(KernelConfiguration.builtIn());
    }

    public Bench(KernelConfiguration configuration) {
        this(configuration, Timer.NEVER, Map.of());
    }

    /** A kernel that waits for drivers with {@code timer}, and can load some. */
    public Bench(KernelConfiguration configuration, Timer timer, Map<String, Supplier<Driver>> loadable) {
        ioSpace.addHostMemory(new Memory(HOST_MEMORY), "memory");
        ioSpace.add(BOARD, new Memory(BOARD_SIZE), "board");
        ioSpace.add(REGISTERS, new WordRegisters(), "registers");
        ioSpace.add(BROKEN, new BrokenModule(), "broken");
        ioSpace.add(UART, new Memory(PAGE), "uart0");
        ioSpace.add(0xFFF8_3000L, new Memory(PAGE), "uart1");
        kernel = new Kernel(ioSpace, trace, configuration, Hardware.unknown(), timer, loadable);
        calls = kernel.systemCalls();
        root = spawn(ROOT);
    }

    static Bench with(KernelLimits limits) {
        KernelConfiguration plain = KernelConfiguration.builtIn();
        return new Bench(new KernelConfiguration(
                plain.busError(), plain.ioctlReturnsAddress(), plain.drivers(), plain.deviceFiles(), limits));
    }

    static Bench with(BusErrorSetting busError, boolean ioctlReturnsAddress) {
        KernelConfiguration plain = KernelConfiguration.builtIn();
        return new Bench(new KernelConfiguration(
                busError, ioctlReturnsAddress, plain.drivers(), plain.deviceFiles(), plain.limits()));
    }

    public Kernel kernel() {
        return kernel;
    }

    public IoSpace ioSpace() {
        return ioSpace;
    }

    /** A process of uid 0. */
    public UserProcess root() {
        return root;
    }

    public SystemCalls calls() {
        return calls;
    }

    public UserProcess spawn(Credentials credentials) {
        return kernel.spawn(credentials, "test", kernel.configuration().limits());
    }

    /** A process of uid 1000. */
    public UserProcess spawn() {
        return spawn(USER);
    }

    /** Makes {@code /dev/NAME}, open to all, as an iomap device. */
    public String device(String name, int minor) {
        String path = "/dev/" + name;
        calls.mknod(root, path, Inode.S_IFCHR | 0666, iomap(minor).dev());
        return path;
    }

    static DeviceNumber iomap(int minor) {
        return new DeviceNumber(CharacterDeviceSwitch.FIRST_FREE_MAJOR, minor);
    }

    /** A minor number: so many pages from a physical address, at most 15 times a power of two. */
    public static int minor(long physical, int scale, int multiplier) {
        return (int) (physical - IoSpace.BASE) >>> 4 | scale << 4 | multiplier;
    }

    public long open(UserProcess process, String path) {
        return calls.open(process, path, O_RDWR).now();
    }

    public long map(UserProcess process, long handle, long address) {
        return calls.ioctl(process, handle, IOMAPMAP, address).now().argument();
    }

    public void unmap(UserProcess process, long handle) {
        calls.ioctl(process, handle, IOMAPUNMAP, 0).now();
    }

    /** Opens a device and maps it where the system likes. */
    public long openAndMap(UserProcess process, String path) {
        return map(process, open(process, path), 0);
    }

    public List<String> lines(TraceKind kind) {
        List<String> lines = new ArrayList<>();
        for (long at = 0; at < trace.end(); at++) {
            Entry entry = trace.read(at);
            if (entry.kind() == kind) {
                lines.add(entry.text());
            }
        }
        return lines;
    }

    /** The call fails like this, and says so in words that may cross the wire: ER-4. */
    public static SystemCallException assertFails(Errno errno, int rule, ThrowingCallable call) {
        SystemCallException failure = catchThrowableOfType(SystemCallException.class, call);
        assertThat(failure).as("fails with " + errno).isNotNull();
        assertThat(failure.errno()).as(failure.getMessage()).isEqualTo(errno);
        assertThat(failure.rule()).as(failure.getMessage()).isEqualTo(rule);
        assertThat(failure.text()).isNotBlank().hasSizeLessThanOrEqualTo(256).matches("[ -~]*");
        return failure;
    }

    public static SignalException signal(ThrowingCallable access) {
        SignalException signal = catchThrowableOfType(SignalException.class, access);
        assertThat(signal).as("ends in a signal").isNotNull();
        assertThat(signal.text()).isNotBlank().hasSizeLessThanOrEqualTo(256).matches("[ -~]*");
        return signal;
    }

    /** A page of registers that answer words alone. */
    private static final class WordRegisters implements Region {
        private final Memory values = new Memory(PAGE);

        @Override
        public long size() {
            return PAGE;
        }

        @Override
        public long load(long offset, Width width) {
            requireWord(width);
            return values.load(offset, width);
        }

        @Override
        public void store(long offset, Width width, long value) {
            requireWord(width);
            values.store(offset, width, value);
        }

        @Override
        public long peek(long offset, Width width) {
            return load(offset, width);
        }

        private static void requireWord(Width width) {
            if (width != Width.WORD) {
                throw new BusError(BusCode.WIDTH, "only words are answered");
            }
        }
    }

    private static final class BrokenModule implements Region {
        @Override
        public long size() {
            return PAGE;
        }

        @Override
        public long load(long offset, Width width) {
            throw new IllegalStateException("broken");
        }

        @Override
        public void store(long offset, Width width, long value) {
            throw new IllegalStateException("broken");
        }

        @Override
        public long peek(long offset, Width width) {
            return 0;
        }
    }
}
