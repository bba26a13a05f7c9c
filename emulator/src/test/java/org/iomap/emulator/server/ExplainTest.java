package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.iomap.driver.OpenFile;
import org.iomap.driver.Rights;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.emulator.kernel.Kernel;
import org.iomap.emulator.kernel.KernelLimits;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.emulator.kernel.driver.DriverContext;
import org.iomap.emulator.kernel.driver.DriverLimits;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Done;
import org.iomap.protocol.Explain;
import org.iomap.protocol.Explained;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.Ftruncate;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Mapped;
import org.iomap.protocol.Mmap;
import org.iomap.protocol.Open;
import org.iomap.protocol.Opened;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.PlaceEntry;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.RoadEntry;
import org.iomap.protocol.Signal;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final long SCRATCH = 0xF200_1004L;
    private static final long PHYSICAL = 0;
    private static final long SHORTEST_MESSAGE = 4096;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x100;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;

    private final Desk desk = Desk.ofOwner();
    private Peer peer;

    @BeforeEach
    void open() {
        peer = desk.open(
                Peer.option(OptionId.PROCESS_NAME, "student"), Peer.limit(Limit.MESSAGE_BYTES, SHORTEST_MESSAGE));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Kernel kernel() {
        return desk.host().kernel();
    }

    private UserProcess process(String name) {
        return kernel().spawn(new Credentials(1001, 20, Set.of()), name, KernelLimits.builtIn());
    }

    private DriverContext driver(String name) {
        return DriverContext.begin(kernel(), process(name), name, DriverLimits.builtIn());
    }

    /** Another process, which has mapped a device. */
    private UserProcess other(String name, String device) {
        Kernel kernel = kernel();
        UserProcess process = process(name);
        long handle =
                kernel.systemCalls().open(process, device, OpenFile.O_RDWR).now();
        kernel.systemCalls().ioctl(process, handle, Peer.IOMAPMAP, 0);
        return process;
    }

    private Explained explain(long pid, long address) {
        return peer.ask(new Explain(peer.id(), pid, address), Explained.class);
    }

    private long pid() {
        return peer.ask(new Getpid(peer.id()), Identity.class).pid();
    }

    @Nested
    class A_physical_address {
        @Test
        void leads_to_its_module_and_register_with_the_present_value() {
            Explained chain = explain(PHYSICAL, 0xFFD0_5805L);

            assertThat(chain.physical()).isEqualTo(0xFFD0_5805L);
            assertThat(chain.place().kind()).isEqualTo(PlaceEntry.MODULE);
            assertThat(chain.place().module()).isEqualTo("uart0");
            assertThat(chain.place().hardwarePath()).isEqualTo("8/16/4");
            assertThat(chain.place().start()).isEqualTo(0xFFD0_5800L);
            assertThat(chain.registers()).hasSize(1);
            RegisterEntry lsr = chain.registers().get(0);
            assertThat(lsr.name()).isEqualTo("LSR");
            assertThat(lsr.value()).isEqualTo(0x60);
            assertThat(lsr.fields()).extracting(field -> field.name()).contains("THRE");
            assertThat(chain.roads()).isEmpty();
        }

        @Test
        void leads_to_two_registers_where_a_load_and_a_store_reach_different_ones() {
            assertThat(explain(PHYSICAL, 0xFFD0_5800L).registers())
                    .extracting(RegisterEntry::name)
                    .containsExactly("RBR", "THR");
        }

        @Test
        void leads_to_the_register_that_hides_another_while_it_does() {
            peer.map("/dev/uart0");
            peer.store(Width.BYTE, 0xFFD0_5803L, 0x80);

            assertThat(explain(PHYSICAL, 0xFFD0_5800L).registers())
                    .extracting(RegisterEntry::name)
                    .containsExactly("DLL");
        }

        @Test
        void in_the_middle_of_a_register_leads_to_it() {
            assertThat(explain(PHYSICAL, SCRATCH + 3).registers())
                    .extracting(RegisterEntry::address)
                    .containsExactly(SCRATCH);
        }

        @Test
        void of_a_card_leads_to_its_register_in_both_byte_orders() {
            peer.map("/dev/teach0");
            peer.store(Width.WORD, SCRATCH, 0x1234_5678);

            Explained big = explain(PHYSICAL, SCRATCH);
            Explained little = explain(PHYSICAL, SCRATCH - 0x1000);

            assertThat(big.place().module()).isEqualTo("teaching");
            assertThat(big.place().resource()).isEqualTo("0000:00:01.0/resource0");
            assertThat(big.word()).isEqualTo(0x1234_5678L);
            assertThat(little.word()).isEqualTo(0x7856_3412L);
            assertThat(little.registers()).extracting(RegisterEntry::name).containsExactly("SCRATCH");
        }

        @Test
        void in_memory_leads_to_no_register_but_has_a_word() {
            peer.map("/dev/gsc0");
            peer.store(Width.WORD, 0xF400_0010L, 0x00AB_CDEFL);

            Explained chain = explain(PHYSICAL, 0xF400_0012L);

            assertThat(chain.place().module()).isEqualTo("videolive");
            assertThat(chain.registers()).isEmpty();
            assertThat(chain.readable()).isEqualTo(1);
            assertThat(chain.word()).isEqualTo(0x00AB_CDEFL);
        }

        @Test
        void below_io_space_leads_to_host_memory() {
            Explained chain = explain(PHYSICAL, 0x1000);

            assertThat(chain.place().kind()).isEqualTo(PlaceEntry.HOST_MEMORY);
            assertThat(chain.place().start()).isZero();
            assertThat(chain.readable()).isEqualTo(1);
        }

        @Test
        void where_nothing_answers_leads_nowhere() {
            Explained chain = explain(PHYSICAL, 0xF500_0000L + 0x00F0_0000L);

            assertThat(chain.place().kind()).isEqualTo(PlaceEntry.NOTHING);
            assertThat(chain.readable()).isZero();
            assertThat(chain.registers()).isEmpty();
        }
    }

    @Nested
    class An_address_of_a_process {
        @Test
        void leads_through_its_mapping_which_is_the_first_of_the_roads() {
            other("other", "/dev/teach0");
            long window = peer.map("/dev/teach0");

            Explained chain = explain(pid(), window + 0x1004);

            assertThat(chain.physical()).isEqualTo(SCRATCH);
            assertThat(chain.pid()).isEqualTo(pid());
            assertThat(chain.roads()).extracting(RoadEntry::actor).containsExactly("student", "other");
            RoadEntry own = chain.roads().get(0);
            assertThat(own.at()).isEqualTo(window + 0x1004);
            assertThat(own.address()).isEqualTo(window);
            assertThat(own.physical()).isEqualTo(0xF200_0000L);
            assertThat(own.length()).isEqualTo(0x4000);
            assertThat(own.call()).isEqualTo("ioctl IOMAPMAP");
            assertThat(own.driver()).isEqualTo("iomap");
            assertThat(own.path()).isEqualTo("/dev/teach0");
            assertThat(own.device() & 0xFF_FFFF).isEqualTo(0x200021);
            assertThat(own.protection()).isEqualTo(RoadEntry.READ | RoadEntry.WRITE);
        }

        @Test
        void may_be_that_of_another_process() {
            UserProcess other = other("other", "/dev/uart0");

            assertThat(explain(other.pid(), 0xFFD0_5805L).registers())
                    .extracting(RegisterEntry::name)
                    .containsExactly("LSR");
        }

        @Test
        void rule_21_where_nothing_is_mapped_fails_as_a_load_would_and_names_what_is_near() {
            peer.map("/dev/teach0");

            Failure failure = peer.fail(new Explain(peer.id(), pid(), 0xF100_0000L));

            assertThat(failure.family()).isEqualTo(Family.BUS);
            assertThat(failure.code()).isEqualTo(BusCode.NO_MAPPING.number());
            assertThat(failure.detail().signal()).isEqualTo(Signal.SIGSEGV.number());
            assertThat(failure.detail().rule()).isEqualTo(21);
            assertThat(failure.detail().text()).contains("the next one starts at 0xf2000000");
        }

        @Test
        void of_nobody_is_refused() {
            Failure failure = peer.fail(new Explain(peer.id(), 4711, SCRATCH));

            assertThat(failure.family()).isEqualTo(Family.REFUSED);
            assertThat(failure.code()).isEqualTo(RefusedCode.NO_SUCH.number());
        }
    }

    @Nested
    class An_address_of_the_kernel {
        @Test
        void leads_through_ioremap_and_beside_it_is_the_process_that_shares_it() {
            long window = peer.map("/dev/teach0");
            long address = driver("teach").ioremap(0xF200_0000L, 0x4000, Rights.USER_RW);

            Explained chain = explain(PHYSICAL, address + 0x1004);

            assertThat(chain.physical()).isEqualTo(SCRATCH);
            assertThat(chain.roads()).extracting(RoadEntry::actor).containsExactly("driver teach", "student");
            assertThat(chain.roads()).extracting(RoadEntry::at).containsExactly(address + 0x1004, window + 0x1004);
            RoadEntry own = chain.roads().get(0);
            assertThat(chain.pid()).isEqualTo(own.pid());
            assertThat(own.call()).isEqualTo("ioremap");
            assertThat(own.driver()).isEqualTo("teach");
            assertThat(own.rights()).isEqualTo(RoadEntry.USER_RW);
            assertThat(own.device()).isZero();
        }

        @Test
        void is_known_by_the_driver_too() {
            DriverContext driver = driver("teach");
            long address = driver.ioremap(SCRATCH, 4, Rights.KERNEL_RW);

            Explained chain = explain(driver.process().pid(), address);

            assertThat(chain.physical()).isEqualTo(SCRATCH);
            assertThat(chain.roads().get(0).rights()).isEqualTo(RoadEntry.KERNEL_RW);
            assertThat(chain.roads().get(0).address()).isEqualTo(address - 4);
        }

        @Test
        void of_dma_memory_leads_to_host_memory() {
            DriverContext driver = driver("teach");
            long address = driver.allocateDma(100, 0x0FFF_FFFF);

            Explained chain = explain(PHYSICAL, address + 8);

            assertThat(chain.place().kind()).isEqualTo(PlaceEntry.HOST_MEMORY);
            assertThat(chain.physical()).isEqualTo(driver.busAddress(address) + 8);
            assertThat(chain.roads()).extracting(RoadEntry::call).containsExactly("dma_alloc_coherent");
            assertThat(chain.roads().get(0).rights()).isZero();
        }

        @Test
        void is_gone_with_its_driver() {
            DriverContext driver = driver("teach");
            long address = driver.ioremap(SCRATCH, 4, Rights.KERNEL_RW);
            driver.process().exit("killed");

            assertThat(peer.fail(new Explain(peer.id(), PHYSICAL, address)).code())
                    .isEqualTo(BusCode.NO_MAPPING.number());
            assertThat(explain(PHYSICAL, SCRATCH).roads()).isEmpty();
        }

        @Test
        void that_nobody_has_mapped_fails_as_a_load_would() {
            for (long address : List.of(0x1_F200_0000L, -1L, Long.MIN_VALUE)) {
                assertThat(peer.fail(new Explain(peer.id(), PHYSICAL, address)).code())
                        .isEqualTo(BusCode.NO_MAPPING.number());
            }
        }
    }

    @Nested
    class A_pci_resource {
        @Test
        void is_one_more_road_to_the_card() {
            String path = "/sys/bus/pci/devices/0000:00:01.0/resource0";
            UserProcess root = kernel().spawn(new Credentials(0, 0, Set.of()), "pcimem", KernelLimits.builtIn());
            long handle =
                    kernel().systemCalls().open(root, path, OpenFile.O_RDWR).now();
            long address = kernel().systemCalls()
                    .mmap(root, handle, 0, 0x2000, 0, RoadEntry.READ, MAP_SHARED)
                    .now();

            Explained chain = explain(PHYSICAL, SCRATCH);

            assertThat(chain.place().resource()).isEqualTo("0000:00:01.0/resource0");
            assertThat(chain.roads()).singleElement().satisfies(road -> {
                assertThat(road.at()).isEqualTo(address + 0x1004);
                assertThat(road.call()).isEqualTo("mmap");
                assertThat(road.path()).isEqualTo(path);
                assertThat(road.driver()).isEmpty();
                assertThat(road.protection()).isEqualTo(RoadEntry.READ);
            });
        }
    }

    @Test
    void says_which_driver_has_requested_the_region() {
        driver("teach").requestRegion(0xF200_0000L, 0x2000, true);

        assertThat(explain(PHYSICAL, SCRATCH).place().claimedBy()).isEqualTo("teach");
        assertThat(explain(PHYSICAL, SCRATCH).place().exclusive()).isEqualTo(1);
        assertThat(explain(PHYSICAL, 0xF200_2000L).place().claimedBy()).isEmpty();
    }

    @Nested
    class A_mapped_file {
        private long handle;

        @BeforeEach
        void create() {
            handle = peer.ask(new Open(peer.id(), O_RDWR | O_CREAT, "/tmp/notes"), Opened.class)
                    .handle();
            peer.ask(new Ftruncate(peer.id(), handle, 8192), Done.class);
        }

        private long map(int protection, int flags) {
            return peer.ask(new Mmap(peer.id(), handle, 0, 8192, 0, protection, flags), Mapped.class)
                    .address();
        }

        @Test
        void leads_to_the_host_memory_that_its_pages_are() {
            long address = map(RoadEntry.READ | RoadEntry.WRITE, MAP_SHARED);
            long twin = map(RoadEntry.READ, MAP_SHARED);
            peer.store(Width.WORD, address + 4100, 0x1234);
            peer.load(Width.WORD, twin + 4100);

            Explained chain = explain(pid(), twin + 4100);

            assertThat(chain.place().kind()).isEqualTo(PlaceEntry.HOST_MEMORY);
            assertThat(chain.word()).isEqualTo(0x1234);
            assertThat(chain.roads()).extracting(RoadEntry::at).containsExactly(twin + 4100, address + 4100);
            assertThat(chain.roads()).extracting(RoadEntry::protection).containsExactly(1L, 3L);
            RoadEntry own = chain.roads().get(0);
            assertThat(own.call()).isEqualTo("mmap");
            assertThat(own.path()).isEqualTo("/tmp/notes");
            assertThat(own.driver()).isEmpty();
        }

        @Test
        void has_no_page_before_it_is_touched_and_asking_makes_none() {
            long address = map(RoadEntry.READ, MAP_SHARED);

            for (int i = 0; i < 2; i++) {
                Failure failure = peer.fail(new Explain(peer.id(), pid(), address));
                assertThat(failure.code()).isEqualTo(BusCode.NO_PAGE.number());
                assertThat(failure.detail().signal()).isEqualTo(Signal.SIGBUS.number());
                assertThat(failure.detail().text()).contains("nobody has touched it");
            }
        }

        @Test
        void leads_elsewhere_once_a_private_page_was_stored_to() {
            long shared = map(RoadEntry.READ, MAP_SHARED);
            long own = map(RoadEntry.READ | RoadEntry.WRITE, MAP_PRIVATE);
            peer.load(Width.WORD, shared);
            peer.load(Width.WORD, own);

            assertThat(explain(pid(), own).physical())
                    .isEqualTo(explain(pid(), shared).physical());
            peer.store(Width.WORD, own, 1);
            assertThat(explain(pid(), own).physical())
                    .isNotEqualTo(explain(pid(), shared).physical());
            assertThat(explain(pid(), own).roads()).hasSize(1);
        }
    }

    @Test
    void changes_nothing_that_it_looks_at() {
        peer.map("/dev/teach0");
        long reads = SCRATCH + 4;
        explain(PHYSICAL, reads);
        explain(pid(), reads);

        assertThat(peer.load(Width.WORD, reads)).isZero();
        assertThat(explain(PHYSICAL, reads).word()).isEqualTo(1);
    }

    @Test
    void comes_in_parts_when_there_are_many_roads() {
        for (int i = 0; i < 60; i++) {
            other("process" + i, "/dev/teach0");
        }

        peer.send(new Explain(peer.id(), PHYSICAL, SCRATCH));
        List<Explained> parts = new ArrayList<>();
        Frame frame;
        do {
            frame = peer.next();
            parts.add((Explained) frame.reply());
        } while (frame.hasMore());

        assertThat(parts).hasSizeGreaterThan(1);
        assertThat(parts)
                .allMatch(part -> part.physical() == SCRATCH && part.registers().size() == 1);
        assertThat(parts.stream().mapToInt(part -> part.roads().size()).sum()).isEqualTo(60);
    }
}
