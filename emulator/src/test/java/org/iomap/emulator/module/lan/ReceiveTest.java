package org.iomap.emulator.module.lan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.module.lan.LanBench.EL;
import static org.iomap.emulator.module.lan.LanBench.FLEX;
import static org.iomap.emulator.module.lan.LanBench.LINUX;
import static org.iomap.emulator.module.lan.LanBench.MAC;
import static org.iomap.emulator.module.lan.LanBench.NULL;
import static org.iomap.emulator.module.lan.LanBench.OTHER;
import static org.iomap.emulator.module.lan.LanBench.RFDS;
import static org.iomap.emulator.module.lan.LanBench.RING;
import static org.iomap.emulator.module.lan.LanBench.SCB;
import static org.iomap.emulator.module.lan.LanBench.SUSPEND;
import static org.iomap.emulator.module.lan.LanBench.buffer;
import static org.iomap.emulator.module.lan.LanBench.data;
import static org.iomap.emulator.module.lan.LanBench.frame;
import static org.iomap.emulator.module.lan.LanBench.rbd;
import static org.iomap.emulator.module.lan.LanBench.rfd;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("82596: Receive")
class ReceiveTest {
    private static final byte[] BROADCAST = {-1, -1, -1, -1, -1, -1};
    private static final byte[] GROUP = {0x01, 0x00, 0x5E, 0x00, 0x00, 0x01};
    private static final byte[] OTHER_GROUP = {0x01, 0x00, 0x5E, 0x00, 0x00, 0x02};

    private static final int CRC_ERRORS = 12;
    private static final int RESOURCE_ERRORS = 20;
    private static final int OVERRUN_ERRORS = 24;
    private static final int SHORT_FRAMES = 32;

    /** Linux's configuration, but bad frames are discarded. */
    private static final int DISCARD_BAD = 0x40;

    private final LanBench lan = new LanBench().ready();

    @BeforeEach
    void configure() {
        lan.configureBut(2, DISCARD_BAD);
        lan.command(0xF000);
    }

    private int counter(int offset) {
        return (int) lan.swapped(SCB + offset);
    }

    @Nested
    class The_flexible_mode {
        @BeforeEach
        void start() {
            lan.ring().startReceiving();
        }

        @Test
        void stores_a_frame_in_the_first_free_buffer() {
            lan.chip.receive(frame(MAC, 200));

            assertThat(lan.status()).isEqualTo(0x4040);
            assertThat(lan.half(rfd(0))).isEqualTo(0xA000);
            assertThat(lan.swapped(rfd(0) + 8)).isEqualTo(rbd(0));
            assertThat(lan.half(rbd(0))).isEqualTo(0xC000 | 200);
            assertThat(lan.bytes(buffer(0), 200)).isEqualTo(data(MAC, 200));
        }

        @Test
        void tells_each_descriptor_its_first_buffer() {
            lan.chip.receive(frame(MAC, 200));
            lan.chip.receive(frame(MAC, 300));

            assertThat(lan.swapped(rfd(1) + 8)).isEqualTo(rbd(1));
            assertThat(lan.half(rbd(1))).isEqualTo(0xC000 | 300);
            assertThat(lan.swapped(rfd(2) + 8)).isEqualTo(rbd(2));
        }

        @Test
        void chains_buffers_that_are_too_small() {
            for (int i = 0; i < RING; i++) {
                lan.half(rbd(i) + 12, 64);
            }
            lan.chip.receive(frame(MAC, 150));

            assertThat(lan.half(rbd(0))).isEqualTo(0x4000 | 64);
            assertThat(lan.half(rbd(1))).isEqualTo(0x4000 | 64);
            assertThat(lan.half(rbd(2))).isEqualTo(0xC000 | 22);
            assertThat(lan.bytes(buffer(1), 64)).isEqualTo(Arrays.copyOfRange(data(MAC, 150), 64, 128));
            assertThat(lan.swapped(rfd(1) + 8)).isEqualTo(rbd(3));
        }

        @Test
        void stores_the_beginning_in_the_descriptor_where_that_has_room() {
            lan.half(rfd(0) + 14, 14);
            lan.swapped(rfd(0) + 4, rfd(2));
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.bytes(rfd(0) + 16, 14)).isEqualTo(Arrays.copyOf(data(MAC, 100), 14));
            assertThat(lan.half(rfd(0) + 12)).isEqualTo(0x4000 | 14);
            assertThat(lan.half(rbd(0))).isEqualTo(0xC000 | 86);
        }

        @Test
        void stores_the_check_sequence_where_it_is_configured_to() {
            lan.configureBut(11, 0xFB);
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.half(rbd(0))).isEqualTo(0xC000 | 104);
            assertThat(lan.bytes(buffer(0), 104)).isEqualTo(frame(MAC, 100));
        }
    }

    @Nested
    class Without_resources {
        @Test
        void it_stops_after_the_last_descriptor_and_counts_what_it_loses() {
            lan.ring().startReceiving();
            for (int i = 0; i < RING; i++) {
                assertThat(lan.status() & 0x10F0).isEqualTo(0x0040);
                lan.chip.receive(frame(MAC, 100));
            }
            assertThat(lan.status()).isEqualTo(0x5020);
            lan.chip.receive(frame(MAC, 100));
            lan.chip.receive(frame(OTHER, 100));

            assertThat(counter(RESOURCE_ERRORS)).isEqualTo(1);
        }

        @Test
        void the_driver_rebuilds_its_ring_and_starts_again() {
            it_stops_after_the_last_descriptor_and_counts_what_it_loses();
            lan.ring();
            lan.swapped(SCB + 8, RFDS);
            lan.command(0x5010);
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.status()).isEqualTo(0x4040);
            assertThat(lan.half(rfd(0))).isEqualTo(0xA000);
        }

        @Test
        void it_says_so_when_the_last_buffer_is_used_and_stops_at_the_next_frame() {
            lan.ring();
            lan.half(rbd(0) + 12, EL | 1536);
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));
            assertThat(lan.status()).isEqualTo(0x40C0);
            assertThat(lan.swapped(rfd(1) + 8)).isEqualTo(NULL);
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.status()).isEqualTo(0x50A0);
            assertThat(counter(RESOURCE_ERRORS)).isEqualTo(1);
            assertThat(lan.half(rfd(1))).isZero();
        }

        @Test
        void a_frame_that_the_buffers_cannot_hold_is_lost() {
            lan.ring();
            lan.half(rbd(0) + 12, EL | 64);
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.status()).isEqualTo(0x10A0);
            assertThat(lan.half(rfd(0))).isZero();
        }

        @Test
        void a_bad_frame_that_is_saved_says_what_is_wrong() {
            lan.configure(LINUX);
            lan.ring();
            lan.half(rbd(0) + 12, EL | 64);
            lan.startReceiving();
            lan.command(0xF000);
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.status()).isEqualTo(0x50A0);
            assertThat(lan.half(rfd(0))).isEqualTo(0x8200);
        }

        @Test
        void buffers_of_no_size_end_as_well() {
            lan.ring();
            lan.half(rbd(0) + 12, 0);
            lan.swapped(rbd(0) + 4, rbd(0));
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.status()).isEqualTo(0x10A0);
        }

        @Test
        void there_is_no_receive_area() {
            lan.swapped(SCB + 8, NULL);
            lan.command(0x0010);

            assertThat(lan.status()).isEqualTo(0x1020);
        }
    }

    @Nested
    class The_simplified_mode {
        @Test
        void stores_the_frame_in_the_descriptor() {
            lan.simple(0, 0, 1500);
            lan.simple(1, EL, 1500);
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.half(RFDS)).isEqualTo(0xA000);
            assertThat(lan.half(RFDS + 12)).isEqualTo(0xC000 | 100);
            assertThat(lan.bytes(RFDS + 16, 100)).isEqualTo(data(MAC, 100));
            assertThat(lan.swapped(RFDS + 0x1008)).isEqualTo(NULL);
            assertThat(lan.status()).isEqualTo(0x4040);
        }

        @Test
        void uses_a_descriptor_again_that_was_too_small() {
            lan.simple(0, EL, 90);
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));
            assertThat(lan.status()).isEqualTo(0x0040);
            assertThat(counter(RESOURCE_ERRORS)).isEqualTo(1);
            lan.chip.receive(frame(MAC, 90));

            assertThat(lan.half(RFDS)).isEqualTo(0xA000);
            assertThat(lan.status()).isEqualTo(0x5020);
        }

        @Test
        void saves_a_truncated_frame_where_it_is_configured_to() {
            lan.configure(LINUX);
            lan.simple(0, 0, 90);
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.half(RFDS)).isEqualTo(0x8020);
            assertThat(lan.half(RFDS + 12)).isEqualTo(0x4000 | 90);
        }
    }

    @Nested
    class A_bad_frame {
        @BeforeEach
        void start() {
            lan.ring().startReceiving();
        }

        @Test
        void is_counted_and_discarded() {
            lan.chip.receive(LanBench.bad(frame(MAC, 100)));
            lan.chip.receive(frame(MAC, 59));
            lan.chip.receive(Arrays.copyOf(MAC, 6));

            assertThat(counter(CRC_ERRORS)).isEqualTo(1);
            assertThat(counter(SHORT_FRAMES)).isEqualTo(2);
            assertThat(lan.status()).isEqualTo(0x0040);
        }

        @Test
        void is_saved_where_it_is_configured_so() {
            lan.configure(LINUX);
            lan.chip.receive(LanBench.bad(frame(MAC, 100)));
            lan.chip.receive(frame(MAC, 59));

            assertThat(lan.half(rfd(0))).isEqualTo(0x8800);
            assertThat(lan.half(rfd(1))).isEqualTo(0x8080);
        }

        @Test
        void may_have_a_wrong_length_where_that_is_checked() {
            int[] parameters = LINUX.clone();
            parameters[11] = 0xFD;
            lan.configure(parameters);
            byte[] data = data(MAC, 60);
            data[12] = 0;
            data[13] = 47;
            lan.chip.receive(FrameCheck.append(data, 60));

            assertThat(lan.half(rfd(0))).isEqualTo(0x9000);
        }

        @Test
        void is_counted_also_when_nobody_receives() {
            lan.command(0x0040);
            lan.chip.receive(LanBench.bad(frame(MAC, 100)));

            assertThat(counter(CRC_ERRORS)).isEqualTo(1);
        }

        @Test
        void of_another_station_is_not_counted() {
            lan.chip.receive(LanBench.bad(frame(OTHER, 100)));

            assertThat(counter(CRC_ERRORS)).isZero();
        }

        @Test
        void may_be_as_short_as_is_configured() {
            lan.configureBut(10, 20);
            lan.chip.receive(frame(MAC, 16));

            assertThat(lan.half(rbd(0))).isEqualTo(0xC000 | 16);
        }
    }

    @Nested
    class Suspending {
        @Test
        void after_a_descriptor_that_says_so() {
            lan.ring();
            lan.half(rfd(0) + 2, FLEX | SUSPEND);
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));
            assertThat(lan.status()).isEqualTo(0x5010);
            lan.chip.receive(frame(MAC, 100));
            assertThat(lan.half(rfd(1))).isZero();
            lan.command(0x5020);
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.half(rfd(1))).isEqualTo(0xA000);
            assertThat(lan.half(rbd(1))).isEqualTo(0xC000 | 100);
        }

        @Test
        void by_command() {
            lan.ring().startReceiving();
            lan.command(0x0030);
            assertThat(lan.status()).isEqualTo(0x1010);
            lan.chip.receive(frame(MAC, 100));
            assertThat(lan.half(rfd(0))).isZero();
            assertThat(counter(RESOURCE_ERRORS)).isZero();
            lan.command(0x1020);

            assertThat(lan.status()).isEqualTo(0x0040);
        }
    }

    @Nested
    class A_descriptor_in_a_hole {
        @Test
        void ends_the_list_and_counts_as_an_overrun() {
            lan.ring();
            lan.swapped(rfd(0) + 4, 0x4000_0000L);
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.half(rfd(0))).isEqualTo(0xA000);
            assertThat(lan.status()).isEqualTo(0x5020);
            assertThat(counter(OVERRUN_ERRORS)).isEqualTo(1);
        }

        @Test
        void at_the_start_leaves_no_resources() {
            lan.swapped(SCB + 8, 0x4000_0000L);
            lan.command(0x0010);

            assertThat(lan.status()).isEqualTo(0x1020);
        }

        @Test
        void has_buffers_that_are_holes_too() {
            lan.ring();
            lan.swapped(rbd(0) + 8, 0x4000_0000L);
            lan.startReceiving();
            lan.chip.receive(frame(MAC, 100));

            assertThat(lan.status()).isEqualTo(0x1020);
            assertThat(counter(OVERRUN_ERRORS)).isEqualTo(1);
        }
    }

    @Nested
    class Address_filter {
        @BeforeEach
        void start() {
            lan.ring().startReceiving();
        }

        private boolean accepts(byte[] to) {
            int before = lan.half(rfd(0));
            lan.chip.receive(frame(to, 60));
            boolean accepted = before != lan.half(rfd(0));
            lan.ring().startReceiving();
            return accepted;
        }

        @Test
        void takes_its_own_address_and_broadcasts() {
            assertThat(accepts(MAC)).isTrue();
            assertThat(accepts(OTHER)).isFalse();
            assertThat(accepts(BROADCAST)).isTrue();
            assertThat(accepts(GROUP)).isFalse();
        }

        @Test
        void takes_the_address_that_the_driver_set() {
            long block = lan.block(0, LanBench.SET_ADDRESS | EL);
            lan.bytes(block + 8, OTHER);
            lan.run(block);

            assertThat(accepts(OTHER)).isTrue();
            assertThat(accepts(MAC)).isFalse();
        }

        @Test
        void takes_no_broadcast_where_they_are_disabled() {
            lan.configureBut(8, 0x02);

            assertThat(accepts(BROADCAST)).isFalse();
        }

        @Test
        void takes_everything_in_promiscuous_mode() {
            lan.configureBut(8, 0x01);

            assertThat(accepts(OTHER)).isTrue();
            assertThat(accepts(GROUP)).isTrue();
        }

        @Test
        void takes_every_group_where_it_is_configured_so() {
            lan.configureBut(11, 0xDF);

            assertThat(accepts(GROUP)).isTrue();
            assertThat(accepts(OTHER)).isFalse();
        }

        @Test
        void takes_the_groups_of_the_multicast_list() {
            multicasts(GROUP);
            assertThat(accepts(GROUP)).isTrue();
            assertThat(accepts(OTHER_GROUP)).isFalse();
            multicasts();

            assertThat(accepts(GROUP)).isFalse();
        }

        @Test
        void takes_more_addresses_of_its_own_where_it_is_configured_so() {
            lan.configureBut(13, 0x7F);
            multicasts(OTHER);
            assertThat(accepts(OTHER)).isTrue();
            lan.configureBut(13, 0x3F);

            assertThat(accepts(OTHER)).isFalse();
        }

        @Test
        void tells_the_driver_that_a_frame_was_not_for_its_own_address() {
            lan.chip.receive(frame(BROADCAST, 60));

            assertThat(lan.half(rfd(0))).isEqualTo(0xA002);
        }

        private void multicasts(byte[]... addresses) {
            long block = lan.block(0, LanBench.MULTICAST | EL);
            lan.half(block + 8, 6 * addresses.length + 5);
            for (int i = 0; i < addresses.length; i++) {
                lan.bytes(block + 10 + 6L * i, addresses[i]);
            }
            lan.run(block);
        }
    }
}
