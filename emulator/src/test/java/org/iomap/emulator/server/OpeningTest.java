package org.iomap.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.iomap.protocol.Batch;
import org.iomap.protocol.Failure;
import org.iomap.protocol.Family;
import org.iomap.protocol.Feature;
import org.iomap.protocol.FeatureId;
import org.iomap.protocol.Getpid;
import org.iomap.protocol.Header;
import org.iomap.protocol.Hello;
import org.iomap.protocol.Identity;
import org.iomap.protocol.Limit;
import org.iomap.protocol.LimitList;
import org.iomap.protocol.LimitValue;
import org.iomap.protocol.Limits;
import org.iomap.protocol.Load;
import org.iomap.protocol.Option;
import org.iomap.protocol.OptionAnswer;
import org.iomap.protocol.OptionId;
import org.iomap.protocol.Ping;
import org.iomap.protocol.ProtocolCode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Reply;
import org.iomap.protocol.Request;
import org.iomap.protocol.Welcome;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    private Frame only() {
        List<Frame> frames = desk.frames();

        assertThat(frames).as("%s", frames).hasSize(1);
        return frames.get(0);
    }

    private Reply ask(Request request) {
        desk.receive(Peer.bytes(request));
        return only().reply();
    }

    private Welcome welcome(Option... options) {
        return (Welcome) ask(Peer.hello(1, options));
    }

    private Failure refused(Hello hello) {
        Failure failure = (Failure) ask(hello);

        assertThat(desk.isOpen()).isFalse();
        assertThat(desk.host().kernel().processes()).isEmpty();
        assertThat(failure.detail().text()).isNotEmpty();
        return failure;
    }

    private void expectRefused(Hello hello, ProtocolCode code) {
        Failure failure = refused(hello);

        assertThat(failure.family()).isEqualTo(Family.PROTOCOL);
        assertThat(failure.code()).isEqualTo(code.number());
    }

    private void expectRefused(Hello hello, RefusedCode code) {
        Failure failure = refused(hello);

        assertThat(failure.family()).isEqualTo(Family.REFUSED);
        assertThat(failure.code()).isEqualTo(code.number());
    }

    private Failure error() {
        Failure failure = only().error();

        assertThat(desk.isOpen()).isFalse();
        return failure;
    }

    private void expectError(ByteBuf bytes, ProtocolCode code) {
        desk.receive(bytes);

        assertThat(error().code()).isEqualTo(code.number());
    }

    @Nested
    class Hello_and_welcome {
        @Test
        @Tag("HS-1")
        void take_one_round_trip() {
            Welcome welcome = welcome(Peer.option(OptionId.PROCESS_NAME, "demo"));

            assertThat(welcome.minor()).isZero();
            assertThat(welcome.machine()).isEqualTo("b160l");
            assertThat(welcome.server()).startsWith("iomapd");
            assertThat(welcome.pid()).isPositive();
            assertThat(welcome.connectionId()).isPositive();
            assertThat(welcome.options()).containsExactly(new OptionAnswer(6, 0));
            assertThat(welcome.limits()).hasSize(Limit.values().length);
            assertThat(desk.host().kernel().processes())
                    .singleElement()
                    .matches(process -> process.name().equals("demo"));
        }

        @Test
        @Tag("HS-1")
        @Tag("GR-1")
        void agree_on_the_highest_minor_that_both_speak() {
            Welcome welcome = (Welcome) ask(new Hello(1, Header.MAGIC, 1, 0, 0xFFFF, List.of()));

            assertThat(welcome.minor()).isEqualTo(Header.MINOR);
        }

        @Test
        @Tag("HS-1")
        void may_be_followed_by_requests_at_once() {
            desk.receive(Peer.bytes(Peer.hello(1), new Getpid(2), new Ping(3)));

            assertThat(desk.frames()).extracting(Frame::id).containsExactly(1L, 2L, 3L);
        }

        @Test
        @Tag("HS-3")
        @Tag("HS-5")
        void answer_an_unknown_option_unsupported() {
            Welcome welcome = welcome(
                    new Option(0x7777, Unpooled.wrappedBuffer(new byte[] {1, 2, 3})),
                    Peer.option(OptionId.PROCESS_NAME, "demo"),
                    new Option(0xFFFF_FFFFL, Unpooled.EMPTY_BUFFER));

            assertThat(welcome.options())
                    .containsExactly(
                            new OptionAnswer(0x7777, 1), new OptionAnswer(6, 0), new OptionAnswer(0xFFFF_FFFFL, 1));
        }

        @Test
        @Tag("HS-4")
        @Tag("HS-5")
        void leave_out_a_feature_that_is_nonsense() {
            Welcome welcome = welcome(Peer.features(0x8000_0001L, Feature.BATCH.number(), 4711));

            assertThat(welcome.features()).containsExactly(new FeatureId(Feature.BATCH.number()));
        }

        @Test
        @Tag("HS-4")
        void make_a_feature_usable_only_when_it_was_asked_for() {
            welcome(Peer.features(Feature.EVENTS.number()));

            Failure failure = (Failure) ask(new Batch(2, 0, List.of()));

            assertThat(failure.family()).isEqualTo(Family.PROTOCOL);
            assertThat(failure.code()).isEqualTo(ProtocolCode.UNSUPPORTED.number());
            assertThat(ask(new Getpid(3))).isInstanceOf(Identity.class);
        }

        @Test
        @Tag("HS-6")
        void may_have_16_options() {
            Option[] options = IntStream.range(0, 16)
                    .mapToObj(i -> new Option(100 + i, Unpooled.EMPTY_BUFFER))
                    .toArray(Option[]::new);

            assertThat(welcome(options).options()).hasSize(16);
        }

        @Test
        void a_second_one_is_no_request() {
            welcome();

            Failure failure = (Failure) ask(Peer.hello(2));

            assertThat(failure.code()).isEqualTo(ProtocolCode.UNSUPPORTED.number());
            assertThat(ask(new Getpid(3))).isInstanceOf(Identity.class);
        }
    }

    @Nested
    @Tag("HS-2")
    class A_refusal_can_be_read {
        @Test
        @Tag("HS-1")
        void of_another_magic() {
            expectRefused(new Hello(1, 0x1234_5678, 1, 0, 0, List.of()), ProtocolCode.MAGIC);
        }

        @Test
        @Tag("HS-1")
        @Tag("FR-2")
        void of_a_magic_with_its_bytes_swapped() {
            expectRefused(new Hello(1, 0x504D_4F49L, 1, 0, 0, List.of()), ProtocolCode.BYTE_ORDER);
        }

        @Test
        @Tag("GR-1")
        void of_another_major() {
            Failure failure = refused(new Hello(1, Header.MAGIC, 2, 0, 0, List.of()));

            assertThat(failure.code()).isEqualTo(ProtocolCode.VERSION.number());
            assertThat(failure.detail().text()).contains("1.0");
            assertThat(failure.detail().value()).isEqualTo(1L << 32 | Header.MINOR);
        }

        @Test
        @Tag("HS-5")
        void of_an_impossible_minor() {
            expectRefused(new Hello(1, Header.MAGIC, 1, 9999, 9999, List.of()), ProtocolCode.VERSION);
        }

        @Test
        void of_minors_from_1_to_0() {
            expectRefused(new Hello(1, Header.MAGIC, 1, 1, 0, List.of()), ProtocolCode.VERSION);
        }

        @Test
        @Tag("HS-3")
        void of_an_option_that_comes_twice() {
            expectRefused(
                    Peer.hello(1, Peer.option(OptionId.PROCESS_NAME, "a"), Peer.option(OptionId.PROCESS_NAME, "b")),
                    ProtocolCode.OPTIONS);
        }

        @Test
        @Tag("HS-3")
        void of_an_unknown_option_that_comes_twice() {
            Option unknown = new Option(99, Unpooled.EMPTY_BUFFER);
            expectRefused(Peer.hello(1, unknown, unknown), ProtocolCode.OPTIONS);
        }

        @Test
        @Tag("HS-6")
        void of_17_options() {
            Option[] options = IntStream.range(0, 17)
                    .mapToObj(i -> new Option(100 + i, Unpooled.EMPTY_BUFFER))
                    .toArray(Option[]::new);
            expectRefused(Peer.hello(1, options), ProtocolCode.OPTIONS);
        }

        @Test
        void of_an_identity_that_is_not_8_bytes() {
            expectRefused(Peer.hello(1, Peer.option(OptionId.IDENTITY, new byte[7])), ProtocolCode.PAYLOAD);
        }

        @Test
        void of_features_that_are_no_words() {
            expectRefused(Peer.hello(1, Peer.option(OptionId.FEATURES, new byte[5])), ProtocolCode.PAYLOAD);
        }

        @Test
        void of_limits_that_are_cut() {
            expectRefused(Peer.hello(1, Peer.option(OptionId.LIMITS, new byte[17])), ProtocolCode.PAYLOAD);
        }

        @Test
        @Tag("DC-3")
        void of_a_name_that_is_a_path() {
            expectRefused(Peer.hello(1, Peer.option(OptionId.PROCESS_NAME, "../x")), ProtocolCode.NAME);
        }

        @Test
        @Tag("DC-3")
        void of_a_name_that_is_not_ASCII() {
            expectRefused(
                    Peer.hello(1, Peer.option(OptionId.MACHINE, new byte[] {'a', (byte) 0x80})), ProtocolCode.NAME);
        }

        @Test
        void of_a_machine_that_is_not_there() {
            Failure failure = refused(Peer.hello(1, Peer.option(OptionId.MACHINE, "c3000")));

            assertThat(failure.code()).isEqualTo(RefusedCode.MACHINE.number());
            assertThat(failure.detail().text()).contains("b160l");
        }

        @Test
        @Tag("HS-8")
        void of_a_message_limit_below_4096() {
            Failure failure = refused(Peer.hello(1, Peer.limit(Limit.MESSAGE_BYTES, 4095)));

            assertThat(failure.code()).isEqualTo(RefusedCode.LIMIT.number());
            assertThat(failure.detail().limit()).isEqualTo(Limit.MESSAGE_BYTES.number());
        }

        @Test
        @Tag("AU-1")
        void of_another_uid_without_the_right_to_be_it() {
            expectRefused(Peer.hello(1, Peer.identity(0, 0)), RefusedCode.IDENTITY);
        }

        @Test
        @Tag("AU-2")
        void of_a_token_that_nobody_knows() {
            expectRefused(Peer.hello(1, Peer.option(OptionId.TOKEN, "0".repeat(64))), RefusedCode.TOKEN);
        }
    }

    @Nested
    @Tag("HS-6")
    class Before_it_is_complete {
        @Test
        void a_request_closes_the_connection() {
            expectError(Peer.bytes(new Getpid(1)), ProtocolCode.NOT_OPEN);
        }

        @Test
        void a_load_closes_the_connection() {
            expectError(Peer.bytes(new Load(1, Width.WORD, 0xF000_0000L)), ProtocolCode.NOT_OPEN);
        }

        @Test
        void a_hello_without_an_id_closes_the_connection() {
            expectError(Peer.bytes(Peer.hello(0)), ProtocolCode.NOT_OPEN);
        }

        @Test
        void a_hello_with_a_flag_closes_the_connection() {
            expectError(Peer.posted(Peer.hello(1)), ProtocolCode.FLAGS);
        }

        @Test
        @Tag("FR-4")
        void a_message_of_more_than_4_KiB_closes_the_connection() {
            expectError(header(4112, Header.LENGTH), ProtocolCode.LENGTH);
        }

        @Test
        @Tag("FR-2")
        void a_length_with_its_bytes_swapped_closes_the_connection() {
            expectError(header(0x3000_0000L, Header.LENGTH), ProtocolCode.BYTE_ORDER);
        }

        @Test
        void a_hello_of_4_KiB_is_welcome() {
            byte[] value = new byte[4096 - 48];

            assertThat(welcome(new Option(99, Unpooled.wrappedBuffer(value)))).isInstanceOf(Welcome.class);
        }

        private ByteBuf header(long length, int bytes) {
            return Unpooled.buffer()
                    .writeInt((int) length)
                    .writeInt(0x0100_0001)
                    .writeInt(1)
                    .writeZero(bytes - 12);
        }

        @Test
        void ten_seconds_pass_and_no_more() {
            desk.receive(Peer.bytes(Peer.hello(1)).slice(0, 20));
            desk.seconds(10);
            assertThat(desk.isOpen()).isTrue();
            desk.seconds(1);

            assertThat(error().code()).isEqualTo(ProtocolCode.NOT_OPEN.number());
        }

        @Test
        void ten_seconds_pass_for_who_sends_a_byte_a_second() {
            ByteBuf hello = Peer.bytes(Peer.hello(1));
            for (int i = 0; i < 11; i++) {
                desk.receive(hello.readSlice(1));
                desk.seconds(1);
            }

            assertThat(error().code()).isEqualTo(ProtocolCode.NOT_OPEN.number());
        }

        @Test
        void nothing_is_set_aside() {
            assertThat(desk.host().kernel().processes()).isEmpty();
            assertThat(desk.caps().connections()).isZero();
            assertThat(desk.caps().opening()).isOne();
        }

        @Test
        void connections_are_counted_apart_and_one_too_many_is_told() {
            try (Service service =
                    new Service.Settings().limit(Limit.CONNECTIONS_OPENING, 3).start()) {
                Peer open = Peer.at(service.uri());
                List<Peer> opening = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    opening.add(Peer.connect(service.uri()));
                }
                open.ask(new Getpid(open.id()), Identity.class);
                Failure failure = Peer.connect(service.uri()).error();

                assertThat(failure.family()).isEqualTo(Family.REFUSED);
                assertThat(failure.detail().limit()).isEqualTo(Limit.CONNECTIONS_OPENING.number());
                opening.get(0).hello();
                opening.forEach(Peer::close);
                open.close();
                service.awaitBaseline();
                Peer.at(service.uri()).close();
            }
        }
    }

    @Nested
    @Tag("HS-8")
    class Limits_in_force {
        private Map<Long, Long> listed() {
            LimitList list = (LimitList) ask(new Limits(2));
            return list.limits().stream().collect(java.util.stream.Collectors.toMap(LimitValue::id, LimitValue::value));
        }

        @Test
        void are_the_defaults_when_nobody_asks() {
            welcome();

            Map<Long, Long> listed = listed();

            for (Limit limit : Limit.values()) {
                assertThat(listed.get((long) limit.number())).as("%s", limit).isEqualTo(limit.defaultValue());
            }
        }

        @Test
        void are_the_lower_of_both_sides() {
            welcome(Peer.limits(Map.of(Limit.MESSAGE_BYTES, 1L << 40, Limit.DESCRIPTORS, 5L, Limit.CONNECTIONS, 1L)));

            Map<Long, Long> listed = listed();

            assertThat(listed.get((long) Limit.MESSAGE_BYTES.number())).isEqualTo(Limit.MESSAGE_BYTES.ceiling());
            assertThat(listed.get((long) Limit.DESCRIPTORS.number())).isEqualTo(5);
            assertThat(listed.get((long) Limit.CONNECTIONS.number())).isEqualTo(Limit.CONNECTIONS.defaultValue());
        }

        @Test
        void of_a_number_that_nobody_knows_are_skipped() {
            ByteBuf value = Unpooled.buffer().writeInt(4711).writeInt(0).writeLong(1);

            assertThat(welcome(new Option(OptionId.LIMITS.number(), value)).limits())
                    .hasSize(Limit.values().length);
        }
    }
}
