package org.iomap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A line of the trace")
class TraceFormatTest {
    private final TraceFormat plain = new TraceFormat(false);
    private final TraceFormat coloured = new TraceFormat(true);

    @Test
    void says_when_who_what_where_and_what_it_means() {
        Traced load = new Traced(1, 1, 1, 1, 1_500_000_042L, 0xffd05805L, 0x61, 12, "tv", "uart0.LSR", "DR THRE TEMT");

        assertThat(plain.line(load))
                .isEqualTo(
                        "     1.500000042  tv[12]              load          1 0xffd05805 = 0x61  uart0.LSR  DR THRE TEMT");
    }

    @Test
    void a_broken_rule_and_a_lack_of_the_model_have_words_of_their_own() {
        assertThat(plain.line(note(TraceKind.RULE, "rule 23: unaligned")))
                .contains("RULE BROKEN", "rule 23: unaligned");
        assertThat(plain.line(note(TraceKind.UNIMPLEMENTED, "RAMDAC"))).contains("not modelled");
    }

    @Test
    void colours_are_for_terminals_and_differ() {
        String broken = coloured.line(note(TraceKind.RULE, "x"));
        String lacking = coloured.line(note(TraceKind.UNIMPLEMENTED, "x"));

        assertThat(broken).startsWith("\u001b[31m").endsWith("\u001b[0m");
        assertThat(lacking).startsWith("\u001b[36m").endsWith("\u001b[0m");
        assertThat(plain.line(note(TraceKind.RULE, "x"))).doesNotContain("\u001b");
    }

    @Test
    void a_kind_of_a_newer_service_is_shown_by_its_number() {
        assertThat(plain.line(new Traced(1, 1, 99, 0, 0, 0, 0, 0, "machine", "", "news")))
                .contains("kind 99", "news");
    }

    private static Traced note(TraceKind kind, String text) {
        return new Traced(1, 1, kind.number(), 0, 0, 0, 0, 12, "tv", "", text);
    }
}
