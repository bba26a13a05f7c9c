package org.iomap.emulator.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.iomap.emulator.configuration.Admission;
import org.iomap.emulator.configuration.ListenUri;
import org.iomap.emulator.configuration.MachineDefinition;
import org.iomap.emulator.configuration.OwnUser;
import org.iomap.emulator.configuration.ServerConfiguration;
import org.iomap.emulator.ethernet.Segments;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.emulator.kernel.KernelConfiguration;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Load;
import org.iomap.protocol.Loaded;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.PhysicalLoad;
import org.iomap.protocol.Replies;
import org.iomap.protocol.Requests;
import org.iomap.protocol.Right;
import org.iomap.protocol.Width;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From the bytes of a request to the bytes of its answer, without a socket: straight from the buffer
 * ({@link AccessPath}, with {@code -prof gc} 0 bytes), and by way of records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private static final int FLIGHT = 256;
    private static final long IOMAPMAP = 0xC004_4D01L;
    private static final int O_RDWR = 2;
    private static final long PHYSICAL = 0xFFD0_5807L;
    private static final int SCRATCH = 0x807;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ByteBuf loads = Unpooled.directBuffer();
    private final ByteBuf physicalLoads = Unpooled.directBuffer();
    private final ByteBuf one = Unpooled.directBuffer();
    private final ByteBuf answer = Unpooled.directBuffer();
    private Connection connection;
    private Session session;

    @Setup
    public void open() throws IOException {
        EventLoop loop = channel.eventLoop();
        Caps caps = new Caps(Map.of());
        MachineDefinition definition = MachineDefinition.builtIn();
        MachineHost host = new MachineHost(definition, loop, caps, new Segments(), List::of);
        ListenUri uri = new ListenUri.Unix(Path.of("s"));
        ServerConfiguration configuration =
                new ServerConfiguration(List.of(uri), null, null, 0, ServerConfiguration.DEFAULT_SOCKET_MODE, Map.of());
        Reception reception = new Reception(
                configuration, Map.of(definition.name(), host), Map.of(loop, new Ticks(loop)), caps, OwnUser.find());
        connection = new Connection(caps, reception, uri);
        channel.pipeline().addLast(connection);
        channel.pipeline().fireChannelActive();
        Admission admission = new Admission(new Credentials(1000, 1000, Set.of()), Set.of(Right.MONITOR));
        Terms terms = new Terms(Map.of(), List.of(1L, 2L, 3L, 4L), Map.of(Limit.REQUESTS_IN_FLIGHT, (long) FLIGHT));
        session = new Session(connection, host, admission, terms, "benchmark");
        encode(map(host));
    }

    private long map(MachineHost host) {
        UserProcess process = host.kernel()
                .spawn(
                        session.admission().credentials(),
                        "benchmark",
                        KernelConfiguration.builtIn().limits());
        session.process(process);
        var calls = host.kernel().systemCalls();
        return calls.ioctl(process, calls.open(process, "/dev/uart0", O_RDWR).now(), IOMAPMAP, 0)
                .now()
                .argument();
    }

    private void encode(long window) {
        for (int id = 1; id <= FLIGHT; id++) {
            Requests.encode(new Load(id, Width.BYTE, window + SCRATCH), loads);
            Requests.encode(new PhysicalLoad(id, Width.BYTE, PHYSICAL), physicalLoads);
        }
        Requests.encode(new Load(1, Width.BYTE, window + SCRATCH), one);
    }

    @Benchmark
    @OperationsPerInvocation(FLIGHT)
    public int load_straight_from_the_buffer() {
        return run(loads);
    }

    @Benchmark
    @OperationsPerInvocation(FLIGHT)
    public int physical_load_by_records() {
        return run(physicalLoads);
    }

    private int run(ByteBuf flight) {
        session.run(flight.readerIndex(0));
        int bytes = connection.answers().readableBytes();
        connection.answers().clear();
        return bytes;
    }

    @Benchmark
    public ByteBuf records_alone() {
        Load load = (Load) Requests.decode(Opcode.LOAD, one.readerIndex(0));
        Replies.encode(new Loaded(load.requestId(), Opcode.LOAD, load.address(), 1), answer.clear());
        return answer;
    }
}
