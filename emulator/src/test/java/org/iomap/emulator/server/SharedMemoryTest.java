package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.protocol.Width.BYTE;
import static org.iomap.protocol.Width.WORD;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.iomap.protocol.Bye;
import org.iomap.protocol.Done;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.LoadBlock;
import org.iomap.protocol.Mapped;
import org.iomap.protocol.Mmap;
import org.iomap.protocol.Part;
import org.iomap.protocol.SetClock;
import org.iomap.protocol.Share;
import org.iomap.protocol.Shared;
import org.iomap.protocol.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("SHARE")
@EnabledOnOs(OS.LINUX)
class SharedMemoryTest {
    private static final String FRAME_BUFFER = "/dev/hptv0_tc";
    private static final long SIZE = 0x20_0000;
    private static final int FIRST_PIXEL = 16;
    private static final int PITCH = 896 * 4;
    private static final int BAND = FIRST_PIXEL + 400 * PITCH;
    private static final long FRAME_NANOS = 40_000_000;
    private static final long BOARD = 0xF400_0000L;
    private static final int PROT_NONE = 0;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int SHARED = 1;
    private static final int PRIVATE = 2;

    private final Service service = Service.start();

    @AfterEach
    void nothing_is_left() throws IOException {
        service.awaitBaseline();
        service.close();

        assertThat(files()).isEmpty();
    }

    /** The files in memory that this process has open. */
    private static List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(Path::toFile)
                    .map(link -> {
                        try {
                            return Files.readSymbolicLink(link.toPath()).toString();
                        } catch (IOException closed) {
                            return "";
                        }
                    })
                    .filter(target -> target.startsWith("/dev/shm/iomapd"))
                    .toList();
        }
    }

    private Peer peer(DescriptorLink link) {
        Peer peer = new Peer(link);
        peer.hello();
        return peer;
    }

    private DescriptorLink link() {
        return new DescriptorLink(service.socket());
    }

    private static Shared share(Peer peer, long address) {
        return peer.ask(new Share(peer.id(), address, SIZE), Shared.class);
    }

    private static FileChannel open(DescriptorLink link) throws IOException {
        return FileChannel.open(link.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static MappedByteBuffer map(DescriptorLink link) throws IOException {
        try (FileChannel file = open(link)) {
            return file.map(MapMode.READ_WRITE, 0, SIZE);
        }
    }

    private static long errno(Errno errno) {
        return Failure.status(Family.ERRNO, errno.number());
    }

    @Nested
    class Of_a_frame_buffer {
        @Test
        void gives_the_program_the_bytes_that_the_machine_has() throws IOException {
            try (DescriptorLink link = link();
                    Peer peer = peer(link)) {
                long address = peer.map(FRAME_BUFFER);
                peer.store(WORD, address + 0x1234 * 4, 0x0102_0304);

                assertThat(share(peer, address)).isEqualTo(new Shared(5, 0, SIZE, Shared.DESCRIPTOR));

                MappedByteBuffer memory = map(link);
                assertThat(memory.getInt(FIRST_PIXEL)).isEqualTo(0x0011_2233);
                assertThat(memory.getInt(0x1234 * 4)).isEqualTo(0x0102_0304);
                memory.putInt(0x1_0000, 0x0A0B_0C0D);
                assertThat(peer.load(BYTE, address + 0x1_0002)).isEqualTo(0x0C);
                peer.store(BYTE, address + SIZE - 1, 0x77);
                assertThat(memory.get((int) SIZE - 1)).isEqualTo((byte) 0x77);
            }
        }

        @Test
        void goes_on_moving_though_nobody_loads() throws IOException {
            try (DescriptorLink link = link();
                    Peer peer = peer(link)) {
                share(peer, peer.map(FRAME_BUFFER));
                MappedByteBuffer memory = map(link);
                int before = memory.getInt(BAND);

                peer.ask(new SetClock(peer.id(), 0, FRAME_NANOS), Time.class);
                int after = memory.getInt(BAND);
                peer.ask(new SetClock(peer.id(), 0, FRAME_NANOS), Time.class);

                assertThat(after).isNotEqualTo(before);
                assertThat(memory.getInt(BAND)).isNotEqualTo(after);
                assertThat(memory.getInt(FIRST_PIXEL)).isEqualTo(0x0011_2233);
            }
        }

        @Test
        void is_the_same_memory_for_all_and_outlives_whoever_asked_first() throws IOException {
            try (DescriptorLink firstLink = link();
                    DescriptorLink secondLink = link();
                    Peer first = peer(firstLink);
                    Peer second = peer(secondLink)) {
                share(first, first.map(FRAME_BUFFER));
                long address = second.map(FRAME_BUFFER);
                share(second, address);
                MappedByteBuffer ones = map(firstLink);
                MappedByteBuffer others = map(secondLink);
                ones.putInt(0x8000, 7);
                first.ask(new Bye(first.id()), Done.class);

                assertThat(others.getInt(0x8000)).isEqualTo(7);
                assertThat(second.load(WORD, address + 0x8000)).isEqualTo(7);
                second.store(WORD, address + 0x8000, 8);
                assertThat(others.getInt(0x8000)).isEqualTo(8);
            }
        }

        @Test
        void ends_with_the_process_and_leaves_what_was_stored_in_the_machine() throws IOException {
            try (DescriptorLink link = link();
                    Peer peer = peer(link);
                    Peer later = Peer.at(service.uri())) {
                share(peer, peer.map(FRAME_BUFFER));
                try (FileChannel file = open(link)) {
                    file.map(MapMode.READ_WRITE, 0, SIZE).putInt(0x8000, 0x5555_AAAA);
                    peer.ask(new Bye(peer.id()), Done.class);

                    assertThat(file.size()).isZero();
                }
                assertThat(later.load(WORD, later.map(FRAME_BUFFER) + 0x8000)).isEqualTo(0x5555_AAAA);
            }
        }

        @Test
        void that_its_program_has_emptied_is_lost_and_nothing_else() throws IOException {
            try (DescriptorLink link = link();
                    Peer peer = peer(link);
                    Peer other = Peer.at(service.uri())) {
                share(peer, peer.map(FRAME_BUFFER));
                try (FileChannel file = open(link)) {
                    file.truncate(0);
                }
                peer.ask(new Bye(peer.id()), Done.class);

                assertThat(other.load(WORD, other.map(FRAME_BUFFER) + 0x8000)).isZero();
            }
        }

        @Test
        void is_answered_in_its_place_when_the_socket_was_full() throws IOException {
            try (DescriptorLink link = link();
                    Peer peer = peer(link)) {
                long address = peer.map(FRAME_BUFFER);
                int blocks = 100;
                ByteBuf requests = Unpooled.buffer();
                for (int i = 0; i < blocks; i++) {
                    requests.writeBytes(Peer.bytes(new LoadBlock(peer.id(), WORD, address, 0x4000, 0)));
                    requests.writeBytes(Peer.bytes(new Share(peer.id(), address, SIZE)));
                }
                peer.send(requests.writeBytes(Peer.bytes(new Bye(peer.id()))));

                for (int i = 0; i < blocks; i++) {
                    assertThat(peer.reply(Part.class).total()).isEqualTo(0x1_0000);
                    assertThat(peer.reply(Part.class).offset()).isPositive();
                    peer.reply(Shared.class);
                    assertThat(Files.readSymbolicLink(link.path()).toString()).startsWith("/dev/shm/iomapd");
                }
                peer.reply(Done.class);
            }
        }
    }

    @Nested
    class Of_what_mmap_mapped {
        private long map(Peer peer, int protection, int flags, long length) {
            long handle = peer.open("/dev/mem");
            Mmap mmap = new Mmap(peer.id(), handle, 0, length, BOARD, protection, flags);
            return peer.ask(mmap, Mapped.class).address();
        }

        private Peer root(DescriptorLink link) {
            Peer peer = new Peer(link);
            peer.hello(Peer.identity(0, 0));
            return peer;
        }

        private void isReadOnly(int protection, int flags) throws IOException {
            try (DescriptorLink link = link();
                    Peer peer = root(link)) {
                share(peer, map(peer, protection, flags, SIZE));

                try (FileChannel file = FileChannel.open(link.path(), StandardOpenOption.READ)) {
                    assertThat(file.map(MapMode.READ_ONLY, 0, SIZE).getInt(FIRST_PIXEL))
                            .isEqualTo(0x0011_2233);
                }
                assertThat(link.flags() & 3).isZero();
            }
        }

        @Test
        void is_only_to_be_read_when_the_mapping_is() throws IOException {
            isReadOnly(PROT_READ, SHARED);
        }

        @Test
        void is_only_to_be_read_when_a_store_makes_a_copy() throws IOException {
            isReadOnly(PROT_READ | PROT_WRITE, PRIVATE);
        }

        @Test
        void is_refused_when_the_mapping_cannot_be_read() {
            try (DescriptorLink link = link();
                    Peer peer = root(link)) {
                Share request = new Share(peer.id(), map(peer, PROT_NONE, SHARED, SIZE), SIZE);

                assertThat(peer.fail(request).status()).isEqualTo(errno(Errno.EACCES));
            }
        }

        @Test
        void is_refused_when_a_part_of_the_memory_is_not_mapped() {
            try (DescriptorLink link = link();
                    Peer peer = root(link)) {
                Share request = new Share(peer.id(), map(peer, PROT_READ, SHARED, SIZE - 4096), 4096);

                Failure failure = peer.fail(request);

                assertThat(failure.status()).isEqualTo(errno(Errno.ENODEV));
                assertThat(failure.detail().text()).contains("shared as a whole");
            }
        }
    }

    @Nested
    class Is_refused {
        private Failure refused(long offset, long length, String path) {
            try (Peer peer = Peer.at(service.uri())) {
                return peer.fail(new Share(peer.id(), peer.map(path) + offset, length));
            }
        }

        @Test
        void where_nothing_is_mapped_or_not_all() {
            assertThat(refused(-0x1000_0000, 4096, FRAME_BUFFER).status()).isEqualTo(errno(Errno.ENODEV));
            assertThat(refused(4096, SIZE, FRAME_BUFFER).status()).isEqualTo(errno(Errno.ENODEV));
        }

        @Test
        void where_there_is_no_memory() {
            assertThat(refused(0, 4096, "/dev/hptv0_reg").status()).isEqualTo(errno(Errno.ENODEV));
        }

        @Test
        void over_anything_but_a_unix_socket() {
            Service.Settings settings = new Service.Settings().listen("tcp://127.0.0.1:0");
            try (Service both = settings.start();
                    Peer peer = Peer.connect(both.uri(1))) {
                peer.hello();

                assertThat(peer.fail(new Share(peer.id(), peer.map(FRAME_BUFFER), SIZE))
                                .status())
                        .isEqualTo(errno(Errno.ENODEV));
            }
        }

        @Test
        void for_what_are_no_pages() {
            assertThat(refused(4, 4096, FRAME_BUFFER).status()).isEqualTo(errno(Errno.EINVAL));
            assertThat(refused(0, 0, FRAME_BUFFER).status()).isEqualTo(errno(Errno.EINVAL));
            assertThat(refused(0, -1, FRAME_BUFFER).status()).isEqualTo(errno(Errno.EINVAL));
        }
    }
}
