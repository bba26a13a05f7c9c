package org.iomap.emulator.kernel;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.machine.B160l;
import org.iomap.emulator.machine.MachineClock;
import org.iomap.emulator.machine.MachineConfiguration;
import org.iomap.emulator.trace.Trace;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Width;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One load or store on its way from the process to the module. With {@code -prof gc}: it allocates nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessBenchmark {
    private static final long IOMAPMAP = 0xC004_4D01L;
    private static final int O_RDWR = 2;
    private static final int SCRATCH = 0x807;
    private static final int PIXEL = 16;
    private static final int BLOCK_BYTES = 1 << 16;

    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
    private IoSpace ioSpace;
    private Trace trace;
    private UserProcess process;
    private long uart;
    private long frameBuffer;

    @Setup
    public void map() {
        B160l machine = new B160l(MachineConfiguration.builtIn(), MachineClock.virtual());
        ioSpace = machine.ioSpace();
        trace = machine.trace();
        KernelConfiguration configuration = KernelConfiguration.builtIn();
        Kernel kernel = new Kernel(ioSpace, trace, configuration);
        process = kernel.spawn(new Credentials(1000, 1000, Set.of()), "benchmark", configuration.limits());
        uart = map(kernel.systemCalls(), "/dev/uart0") + SCRATCH;
        frameBuffer = map(kernel.systemCalls(), "/dev/gsc0") + PIXEL;
    }

    private long map(SystemCalls calls, String path) {
        return calls.ioctl(process, calls.open(process, path, O_RDWR).now(), IOMAPMAP, 0)
                .now()
                .argument();
    }

    @Benchmark
    public long load_of_a_uart_register() {
        return process.load(uart, Width.BYTE);
    }

    @Benchmark
    public void store_to_a_uart_register() {
        process.store(uart, Width.BYTE, 0x55);
    }

    @Benchmark
    public long load_of_frame_buffer_memory() {
        return process.load(frameBuffer, Width.WORD);
    }

    @Benchmark
    public void store_to_frame_buffer_memory() {
        process.store(frameBuffer, Width.WORD, 0x0011_2233);
    }

    @Benchmark
    public ByteBuffer load_of_64_KiB_of_frame_buffer_memory() {
        process.loadBlock(frameBuffer, Width.DOUBLEWORD, Width.DOUBLEWORD.bytes(), block.clear());
        return block;
    }

    @Benchmark
    public ByteBuffer store_of_64_KiB_to_frame_buffer_memory() {
        process.storeBlock(frameBuffer, Width.DOUBLEWORD, Width.DOUBLEWORD.bytes(), block.clear());
        return block;
    }

    @Benchmark
    public long load_from_physical_io_space() {
        return ioSpace.load(uart, Width.BYTE);
    }

    @Benchmark
    public long line_of_the_trace_that_nobody_follows() {
        return trace.access(TraceKind.LOAD, uart, Width.BYTE, 0);
    }
}
