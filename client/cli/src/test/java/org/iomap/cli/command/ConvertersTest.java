package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("Words of the command line")
class ConvertersTest {
    @ParameterizedTest
    @CsvSource({"40ms,40000000", "1.5s,1500000000", "2m,120000000000", "7,7000000000", "25ns,25", "3us,3000", "0,0"})
    void a_time_has_a_unit(String text, long nanos) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1s", "soon", "1d", "999999999999h"})
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"16,16", "0x10,16", "0xF4000000,4093640704", "4K,4096", "2M,2097152"})
    void a_number_is_decimal_or_hex(String text, long number) {
        assertThat(new NumberConverter().convert(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "0x", "12z", "uart0"})
    void what_is_no_number_is_refused(String text) {
        assertThatThrownBy(() -> new NumberConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void rule_23_a_width_is_1_2_4_or_8() {
        assertThat(new WidthConverter().convert("2")).isEqualTo(Width.HALFWORD);
        assertThatThrownBy(() -> new WidthConverter().convert("3")).isInstanceOf(TypeConversionException.class);
    }
}
