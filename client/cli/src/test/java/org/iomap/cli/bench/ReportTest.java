package org.iomap.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.iomap.cli.bench.Trial.Language;
import org.iomap.cli.command.Json;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Trial ECHO = one(Peer.Kind.NETTY_ECHO, Language.C);
    private static final Trial SERVICE = one(Peer.Kind.IOMAPD, Language.C);
    private static final Trial SERVICE_TO_JAVA = one(Peer.Kind.IOMAPD, Language.JAVA);

    private final Trials trials = new Trials();

    private static Trial one(Peer.Kind kind, Language client) {
        return new Trial(Setting.POLLING, Work.ONE, kind, client);
    }

    private static Sample latency(long p50Nanos) {
        return new Sample(1000, p50Nanos / 1e6, p50Nanos, 2 * p50Nanos, 9 * p50Nanos);
    }

    private static Sample rate(int flight, double perSecond) {
        long nanos = Math.round(flight * 1e9 / perSecond);
        return new Sample(perSecond, 1, nanos, 2 * nanos, 3 * nanos);
    }

    private Line line(String name) {
        return Comparison.of(trials).stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_client_prints_a_sample_on_one_line() {
        Sample sample = new Sample(5, 0.5, 1, 2, 3);

        assertThat(Sample.parse(sample.line())).isEqualTo(sample);
        assertThatThrownBy(() -> Sample.parse("pingpong: connect"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pingpong: connect");
    }

    @Test
    void a_median_of_an_even_number_lies_between_two() {
        assertThat(Trials.median(9, 1, 3)).isEqualTo(3);
        assertThat(Trials.median(4, 1, 3, 9)).isEqualTo(3.5);
    }

    @Test
    void a_ratio_is_taken_within_a_round() {
        for (long nanos : new long[] {5000, 9000, 50_000}) {
            trials.add(ECHO, latency(nanos));
            trials.add(SERVICE, latency(nanos * 11 / 10));
        }
        Line line = line("iomapd, C client");

        assertThat(line.value()).isEqualTo(9.9);
        assertThat(line.p99Micros()).isEqualTo(19.8);
        assertThat(line.ratio()).isCloseTo(1.1, within(1e-9));
        assertThat(line.against()).isEqualTo("Netty echo, C client");
        assertThat(line.met()).isTrue();
    }

    @Test
    void the_Java_client_is_compared_with_the_C_client_of_the_echo() {
        trials.add(ECHO, latency(5000));
        trials.add(SERVICE_TO_JAVA, latency(7000));
        Line line = line("iomapd, Java client");

        assertThat(line.ratio()).isEqualTo(1.4);
        assertThat(line.target()).isEqualTo("at most 1.30 times");
        assertThat(line.met()).isFalse();
    }

    @Test
    void without_a_compiler_the_Java_client_of_the_echo_stands_in() {
        trials.add(one(Peer.Kind.NETTY_ECHO, Language.JAVA), latency(5000));
        trials.add(SERVICE_TO_JAVA, latency(6000));
        Line line = line("iomapd, Java client");

        assertThat(line.against()).isEqualTo("Netty echo, Java client");
        assertThat(line.ratio()).isEqualTo(1.2);
    }

    @Test
    void a_tail_is_at_most_three_times_the_median() {
        trials.add(SERVICE, new Sample(1000, 1, 5000, 15_001, 20_000));
        Line line = line("iomapd, C client: p99 / p50");

        assertThat(line.met()).isFalse();
    }

    @Test
    void blocks_are_compared_by_their_bytes() {
        trials.add(new Trial(Setting.POLLING, Work.BLOCK_LOAD, Peer.Kind.NETTY_ECHO, Language.C), rate(1, 40_000));
        trials.add(new Trial(Setting.POLLING, Work.BLOCK_LOAD, Peer.Kind.IOMAPD, Language.C), rate(1, 50_000));
        Line line = line("iomapd, C client, load");

        assertThat(line.value()).isCloseTo(3.2768, within(1e-9));
        assertThat(line.unit()).isEqualTo("GB/s");
        assertThat(line.ratio()).isEqualTo(1.25);
        assertThat(line.met()).isTrue();
    }

    @Test
    void what_is_in_flight_is_compared_with_qtest() {
        trials.add(new Trial(Setting.POLLING, Work.FLIGHT_1024, Peer.Kind.QTEST, Language.C), rate(1024, 200_000));
        trials.add(new Trial(Setting.POLLING, Work.BATCH_1024, Peer.Kind.IOMAPD, Language.C), rate(1024, 16e6));

        assertThat(line("iomapd, C client, one BATCH").met()).isTrue();
        assertThat(line("iomapd, C client, one BATCH: rate / qtest's").value()).isEqualTo(80);
    }

    @Test
    void it_is_rendered_for_eyes_for_a_file_and_for_programs() {
        trials.add(ECHO, latency(5000));
        trials.add(SERVICE, latency(6000));
        Report report = new Report("a computer", "2026-01-02", Comparison.of(trials), List.of("no qtest."));
        StringWriter text = new StringWriter();
        report.table().print(new PrintWriter(text));
        StringWriter json = new StringWriter();
        Json.print(new PrintWriter(json), report);

        assertThat(text.toString())
                .contains("one at a time, polling\n")
                .contains("  iomapd, C client")
                .contains("6.00 us  12.0 us   1.20  Netty echo, C client  at most 1.15 times  MISSED");
        assertThat(report.markdown())
                .contains("## 2026-01-02, a computer\n")
                .contains("| iomapd, C client | 6.00 us | 12.0 us | 1.20 | Netty echo, C client |")
                .endsWith("no qtest.\n");
        assertThat(json.toString()).contains("\"name\":\"iomapd, C client\",\"value\":6.0,\"unit\":\"us\"");
    }
}
