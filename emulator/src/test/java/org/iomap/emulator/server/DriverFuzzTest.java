package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.protocol.Acknowledge;
import org.iomap.protocol.BecomeDriver;
import org.iomap.protocol.Close;
import org.iomap.protocol.Complete;
import org.iomap.protocol.ConfigLoad;
import org.iomap.protocol.ConfigStore;
import org.iomap.protocol.CreateNode;
import org.iomap.protocol.DmaAllocate;
import org.iomap.protocol.DmaFree;
import org.iomap.protocol.DriveLine;
import org.iomap.protocol.Ioctl;
import org.iomap.protocol.Ioremap;
import org.iomap.protocol.Iounmap;
import org.iomap.protocol.Load;
import org.iomap.protocol.Mmap;
import org.iomap.protocol.Munmap;
import org.iomap.protocol.Open;
import org.iomap.protocol.PageRange;
import org.iomap.protocol.PciDevices;
import org.iomap.protocol.PciEnable;
import org.iomap.protocol.Poll;
import org.iomap.protocol.Printk;
import org.iomap.protocol.Read;
import org.iomap.protocol.RegisterDevice;
import org.iomap.protocol.ReleaseRegion;
import org.iomap.protocol.Request;
import org.iomap.protocol.RequestIrq;
import org.iomap.protocol.RequestRegion;
import org.iomap.protocol.Store;
import org.iomap.protocol.UnregisterDevice;
import org.iomap.protocol.WakeUp;
import org.iomap.protocol.Width;
import org.iomap.protocol.Write;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a driver sends gets well-formed answers, leaves nothing behind and never makes the service fail. The process
 * that calls the driver is the driver's own, so that one connection has both sides.
 */
@DisplayName("Driver")
@Tag("FR-5")
@Tag("ER-5")
@Tag("EN-3")
class DriverFuzzTest {
    private static final long CARD = 0xF200_0000L;
    private static final long KERNEL = 0x1_0000_0000L;
    private static final long MEGABYTE = 0x10_0000;
    private static final int MAJOR = 200;
    private static final long DEVICE = (long) MAJOR << 24;

    /** The handle of the first descriptor that a process opens. */
    private static final long HANDLE = 0x1_0000_0003L;

    static Stream<byte[]> lives() {
        return Stream.of(
                        life(
                                new BecomeDriver(2, "teach"),
                                new PciDevices(3, 0x494D, 1),
                                new PciEnable(4, 3, 8),
                                new ConfigLoad(5, Width.WORD, 8, 0),
                                new ConfigStore(6, Width.HALFWORD, 8, 4, 7),
                                new RequestRegion(7, 1, CARD, 0x4000),
                                new Ioremap(8, 2, CARD, 0x4000),
                                new Store(9, Width.WORD, KERNEL + CARD + 0x1004, 5),
                                new DmaAllocate(10, 8192, 0x0FFF_FFFF),
                                new Load(11, Width.WORD, KERNEL + MEGABYTE),
                                new DmaFree(12, KERNEL + MEGABYTE),
                                new Iounmap(13, KERNEL + CARD),
                                new ReleaseRegion(14, CARD, 0x4000)),
                        life(
                                new BecomeDriver(2, "calls"),
                                new RegisterDevice(3, MAJOR, 1),
                                new CreateNode(4, 0666, DEVICE, "/dev/calls"),
                                new Open(5, 2, "/dev/calls"),
                                complete(6, 1, 0, 0, new byte[0]),
                                new Read(7, HANDLE, 100),
                                complete(8, 2, 0, 3, new byte[] {1, 2, 3}),
                                new Write(9, HANDLE, Unpooled.wrappedBuffer(new byte[] {1})),
                                complete(10, 3, 11, 0, new byte[0]),
                                new WakeUp(11, MAJOR),
                                complete(12, 4, 0, 1, new byte[0]),
                                new Ioctl(13, 0x5401, HANDLE, 1),
                                complete(14, 5, 25, 0, new byte[0]),
                                new Poll(15, 1, HANDLE, 10),
                                complete(16, 6, 0, 1, new byte[0]),
                                new Close(17, HANDLE),
                                new UnregisterDevice(18, MAJOR)),
                        life(
                                new BecomeDriver(2, "maps"),
                                new RegisterDevice(3, MAJOR, 0),
                                new CreateNode(4, 0666, DEVICE, "/dev/maps"),
                                new Open(5, 2, "/dev/maps"),
                                complete(6, 1, 0, 0, new byte[0]),
                                new DmaAllocate(7, 4096, -1),
                                new Mmap(8, HANDLE, 0x4000_0000, 8192, 0, 3, 1),
                                new Complete(
                                        9,
                                        2,
                                        0,
                                        0,
                                        0,
                                        "",
                                        List.of(new PageRange(0, CARD, 4096), new PageRange(4096, MEGABYTE, 4096)),
                                        Unpooled.EMPTY_BUFFER),
                                new Load(10, Width.WORD, 0x4000_0004),
                                new Munmap(11, 0x4000_0000, 4096)),
                        life(
                                new BecomeDriver(2, "interrupts"),
                                new RequestIrq(3, "lasi.9"),
                                new DriveLine(4, 1, "lasi.9"),
                                new Acknowledge(5, 1),
                                new DriveLine(6, 0, "lasi.9"),
                                new Printk(7, "an interrupt\n")))
                .map(ByteBufUtil::getBytes);
    }

    private static Request complete(long id, long call, long errno, long result, byte[] data) {
        return new Complete(id, call, errno, result, 0, "text", List.of(), Unpooled.wrappedBuffer(data));
    }

    /** The first byte says how many bytes come at once. */
    private static ByteBuf life(Request... requests) {
        return Unpooled.wrappedBuffer(Unpooled.buffer().writeByte(0x70), Peer.bytes(requests));
    }

    @MethodSource("lives")
    @FuzzTest
    void is_answered_whatever_it_sends_and_leaves_nothing_behind(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        try (LogWatch log = new LogWatch();
                Desk desk = Desk.ofOwner()) {
            desk.open();
            int piece = 16 << (bytes[0] >> 4 & 7);
            ByteBuf rest = Unpooled.wrappedBuffer(bytes, 1, bytes.length - 1);
            while (rest.isReadable() && desk.isOpen()) {
                desk.receive(rest.readSlice(Math.min(piece, rest.readableBytes())));
                desk.frames().forEach(frame -> assertThat(frame.toString()).isNotEmpty());
            }
            desk.advance(Duration.ofSeconds(10));
            desk.hangUp();

            assertThat(log.complaints()).isEmpty();
            Kernel kernel = desk.host().kernel();
            assertThat(kernel.processes()).isEmpty();
            assertThat(kernel.driverContexts()).isEmpty();
            assertThat(kernel.memoryRegions().all()).isEmpty();
            assertThat(kernel.mappings()).isEmpty();
            assertThat(kernel.pageFrames().allocate(1, Long.MAX_VALUE)).isEqualTo(MEGABYTE);
            assertThat(desk.host().statistics().queueDepth()).isZero();
        }
    }
}
