package org.iomap.emulator.kernel.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.iomap.emulator.kernel.driver.MemoryRegions.Claimed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Claimed physical addresses")
class MemoryRegionsTest {
    private static final long CARD = 0xF200_0000L;

    private final MemoryRegions regions = new MemoryRegions();

    @Nested
    class Request {
        @Test
        void claims_what_is_free() {
            regions.request("b", CARD + 0x1000, 0x1000, true);
            regions.request("a", CARD, 0x1000, false);

            assertThat(regions.all())
                    .containsExactly(
                            new Claimed("a", CARD, 0x1000, false), new Claimed("b", CARD + 0x1000, 0x1000, true));
        }

        @Test
        void is_busy_when_one_byte_is_claimed_and_says_by_whom() {
            regions.request("a", CARD + 0x100, 0x100, false);

            assertThatThrownBy(() -> regions.request("b", CARD, 0x101, false))
                    .hasMessage("EBUSY: 0xf2000100 to 0xf20001ff belongs to driver a");
            assertThatThrownBy(() -> regions.request("b", CARD + 0x1FF, 1, false))
                    .hasMessageStartingWith("EBUSY");
            assertThatThrownBy(() -> regions.request("b", CARD + 0x180, 0x10, false))
                    .hasMessageStartingWith("EBUSY");
            assertThatThrownBy(() -> regions.request("b", CARD, 0x1000, false)).hasMessageStartingWith("EBUSY");
        }

        @Test
        void takes_neighbours() {
            regions.request("a", CARD + 0x100, 0x100, false);
            regions.request("b", CARD, 0x100, false);
            regions.request("b", CARD + 0x200, 0x100, false);

            assertThat(regions.all()).hasSize(3);
        }

        @Test
        void is_busy_for_the_holder_too() {
            regions.request("a", CARD, 0x100, false);

            assertThatThrownBy(() -> regions.request("a", CARD, 0x100, false)).hasMessageStartingWith("EBUSY");
        }

        @Test
        void reaches_the_last_byte_of_I_O_space() {
            regions.request("a", 0xF000_0000L, 0x1000_0000L, false);

            assertThat(regions.exclusiveHolder(0xFFFF_FFFFL, 1)).isNull();
            assertThat(regions.all()).hasSize(1);
        }

        @Test
        void refuses_what_is_not_in_I_O_space() {
            long[][] ranges = {
                {0, 0x1000},
                {0xEFFF_FFFFL, 2},
                {CARD, 0},
                {CARD, -1},
                {0xFFFF_F000L, 0x1001},
                {0x1_0000_0000L, 1},
                {CARD, Long.MAX_VALUE},
                {-1, 1},
                {Long.MIN_VALUE, Long.MIN_VALUE}
            };

            for (long[] range : ranges) {
                assertThatThrownBy(() -> regions.request("a", range[0], range[1], false))
                        .hasMessageStartingWith("EINVAL");
            }
        }

        @Test
        void has_an_end_for_each_driver() {
            for (int i = 0; i < MemoryRegions.MOST; i++) {
                regions.request("a", CARD + i, 1, false);
            }

            assertThatThrownBy(() -> regions.request("a", CARD + 0x1000, 1, false))
                    .hasMessageStartingWith("ENOMEM");
            regions.request("b", CARD + 0x1000, 1, false);
        }
    }

    @Nested
    class Release {
        @Test
        void frees_a_region() {
            regions.request("a", CARD, 0x1000, true);
            regions.release("a", CARD, 0x1000);

            assertThat(regions.all()).isEmpty();
        }

        @Test
        void refuses_a_part_and_what_another_driver_has() {
            regions.request("a", CARD, 0x1000, true);

            assertThatThrownBy(() -> regions.release("a", CARD, 0x800)).hasMessageStartingWith("EINVAL");
            assertThatThrownBy(() -> regions.release("b", CARD, 0x1000)).hasMessageStartingWith("EINVAL");
            assertThatThrownBy(() -> regions.release("a", CARD + 1, 0xFFF)).hasMessageStartingWith("EINVAL");
            assertThat(regions.all()).hasSize(1);
        }

        @Test
        void of_all_leaves_what_others_have() {
            regions.request("a", CARD, 0x1000, true);
            regions.request("b", CARD + 0x1000, 0x1000, true);
            regions.request("a", CARD + 0x2000, 0x1000, true);
            regions.releaseAll("a");

            assertThat(regions.all()).containsExactly(new Claimed("b", CARD + 0x1000, 0x1000, true));
        }
    }

    @Test
    void are_found_by_any_of_their_addresses() {
        regions.request("a", CARD, 0x1000, false);
        regions.request("b", CARD + 0x1000, 0x1000, false);

        assertThat(regions.of(CARD + 0xFFF, 1)).extracting(Claimed::driver).containsExactly("a");
        assertThat(regions.of(CARD + 0xFFF, 2)).extracting(Claimed::driver).containsExactly("a", "b");
        assertThat(regions.of(CARD + 0x2000, 0x1000)).isEmpty();
        assertThat(regions.of(CARD, 0)).isEmpty();
    }

    @Nested
    class Exclusive_holder {
        @Test
        void is_who_keeps_dev_mem_out_of_some_of_the_bytes() {
            regions.request("shared", CARD, 0x1000, false);
            regions.request("alone", CARD + 0x1000, 0x10, true);

            assertThat(regions.exclusiveHolder(CARD, 0x1000)).isNull();
            assertThat(regions.exclusiveHolder(CARD, 0x1001)).isEqualTo("alone");
            assertThat(regions.exclusiveHolder(CARD + 0x1010, 0x1000)).isNull();
            assertThat(regions.exclusiveHolder(0, 0x1000)).isNull();
        }
    }
}
