package org.iomap.emulator.kernel.iomap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IomapMinorTest {
    @Test
    void rule_1_IO_space_is_from_0xf0000000_to_0xffffffff() {
        assertThat(IomapMinor.of(0x000001).physical()).isEqualTo(0xF000_0000L);
        assertThat(IomapMinor.of(0xffff01).physical()).isEqualTo(0xFFFF_F000L);
        assertThat(IomapMinor.of(0xffff01).isInIoSpace()).isTrue();
        assertThat(IomapMinor.of(0x0000f2).isInIoSpace()).as("all of it").isTrue();
        assertThat(IomapMinor.of(0x0000f2).length()).isEqualTo(256L << 20);
    }

    @Test
    void rule_3_the_address_is_0xF_AAAA_000() {
        assertThat(IomapMinor.of(0xfd0501).physical()).isEqualTo(0xFFD0_5000L);
        assertThat(IomapMinor.of(0xfd0581)).isEqualTo(new IomapMinor(0xFD05, 8, 1));
    }

    @Test
    void rule_4_the_example_of_the_page_is_64_MiB_at_0xf4000000() {
        IomapMinor minor = IomapMinor.of(0x4000e1);

        assertThat(minor.physical()).isEqualTo(0xF400_0000L);
        assertThat(minor.length()).isEqualTo(64L << 20);
    }

    @Test
    void rule_4_the_size_is_M_times_2_to_the_S_pages() {
        assertThat(IomapMinor.of(0x000003).length()).isEqualTo(3 * 4096);
        assertThat(IomapMinor.of(0x000013).length()).isEqualTo(6 * 4096);
        assertThat(IomapMinor.of(0x0000ff).length()).isEqualTo((15L << 15) * 4096);
    }

    @Test
    void rule_5_a_region_of_no_pages_or_past_the_end_is_not_in_IO_space() {
        assertThat(IomapMinor.of(0x400000).isInIoSpace()).isFalse();
        assertThat(IomapMinor.of(0x4000f0).isInIoSpace()).isFalse();
        assertThat(IomapMinor.of(0xffff02).isInIoSpace()).isFalse();
        assertThat(IomapMinor.of(0x0000ff).isInIoSpace()).isFalse();
    }
}
