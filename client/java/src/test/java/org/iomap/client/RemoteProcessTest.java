package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.iomap.protocol.BusCode;
import org.iomap.protocol.Bye;
import org.iomap.protocol.Close;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Execution;
import org.iomap.protocol.Limit;
import org.iomap.protocol.Opcode;
import org.iomap.protocol.RefusedCode;
import org.iomap.protocol.Signal;
import org.iomap.protocol.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A process")
class RemoteProcessTest {
    private final PeerMachine machine = new PeerMachine(Map.of());
    private final Peer peer = new Peer(machine);
    private final RemoteProcess process = RemoteProcess.connect(peer.uri());

    @AfterEach
    void close() throws Exception {
        process.close();
        peer.close();
    }

    @Nested
    class Loads_and_stores {
        @Test
        void of_every_width_keep_their_value() {
            for (Width width : Width.values()) {
                process.store(width, 0x1000, 0x8877_6655_4433_2211L);

                assertThat(process.load(width, 0x1000)).isEqualTo(0x8877_6655_4433_2211L & width.mask());
            }
        }

        @Test
        @Tag("ER-3")
        void fail_with_all_that_the_server_said() {
            SignalException failure =
                    catchThrowableOfType(SignalException.class, () -> process.load(Width.WORD, PeerMachine.HOLE));

            assertThat(failure.signal()).isEqualTo(Signal.SIGBUS);
            assertThat(failure.code()).isEqualTo(Signal.BUS_ADRERR);
            assertThat(failure.busCode()).isEqualTo(BusCode.HOLE);
            assertThat(failure.address()).isEqualTo(PeerMachine.HOLE);
            assertThat(failure.rule()).isEqualTo(22);
            assertThat(failure.execution()).isEqualTo(Execution.NOT_EXECUTED);
            assertThat(failure.opcode()).isEqualTo(Opcode.LOAD);
            assertThat(failure).hasMessageContainingAll("LOAD", "SIGBUS", "HOLE", "why", "uart0", "22");
        }

        @Test
        void leave_the_process_alive_after_a_signal() {
            assertThatThrownBy(() -> process.load(Width.WORD, PeerMachine.HOLE)).isInstanceOf(SignalException.class);

            process.store(Width.WORD, 0x20, 5);

            assertThat(process.load(Width.WORD, 0x20)).isEqualTo(5);
        }

        @Test
        @Tag("OR-3")
        void that_were_posted_fail_at_the_next_fence_once() {
            process.post(Width.WORD, PeerMachine.HOLE, 1);

            assertThatThrownBy(process::fence).isInstanceOf(SignalException.class);
            process.fence();
        }

        @Test
        void that_were_posted_are_seen_by_a_later_load() {
            process.post(Width.WORD, 0x40, 0x0011_2233);

            assertThat(process.load(Width.WORD, 0x40)).isEqualTo(0x0011_2233);
        }

        @Test
        void from_eight_threads_each_get_their_own_answer() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                long address = 0x1000L * thread;
                results.add(threads.submit(() -> storesAndLoadsAgree(address)));
            }

            for (Future<Boolean> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isTrue();
            }
            threads.shutdown();
        }

        private boolean storesAndLoadsAgree(long address) {
            boolean agree = true;
            for (int i = 0; i < 500; i++) {
                process.store(Width.WORD, address + 4L * i, i + address);
                agree &= process.load(Width.WORD, address + 4L * i) == i + address;
            }
            return agree;
        }
    }

    @Nested
    class Futures {
        @Test
        void complete_without_a_caller_that_waits_for_anything_else() {
            process.storeAsync(Width.WORD, 0x10, 77).join();

            assertThat(process.loadAsync(Width.WORD, 0x10).join()).isEqualTo(77);
        }

        @Test
        void fail_as_the_access_failed() {
            CompletableFuture<Long> load = process.loadAsync(Width.WORD, PeerMachine.HOLE);

            assertThatThrownBy(load::join).hasCauseInstanceOf(SignalException.class);
        }

        @Test
        void may_use_the_process_when_they_complete() {
            CompletableFuture<Long> both =
                    process.loadAsync(Width.WORD, 0x50).thenApply(value -> value + process.load(Width.WORD, 0x50));

            assertThat(both.join()).isZero();
        }

        @Test
        void fail_when_the_connection_is_lost() {
            process.loadAsync(Width.WORD, 0x50).join();
            process.kill();

            assertThatThrownBy(() -> process.loadAsync(Width.WORD, 0x50)).isInstanceOf(ConnectionLostException.class);
        }
    }

    @Nested
    class Descriptors {
        @Test
        @Tag("RQ-3")
        void are_the_lowest_free_number_from_3_on() {
            assertThat(process.open("/dev/a", RemoteProcess.O_RDWR)).isEqualTo(3);
            assertThat(process.open("/dev/b", RemoteProcess.O_RDWR)).isEqualTo(4);
            assertThat(process.open("/dev/c", RemoteProcess.O_RDWR)).isEqualTo(5);

            process.close(4);

            assertThat(process.open("/dev/d", RemoteProcess.O_RDWR)).isEqualTo(4);
            assertThat(process.open("/dev/e", RemoteProcess.O_RDWR)).isEqualTo(6);
        }

        @Test
        void are_sent_as_handles() {
            int fd = process.open("/dev/a", RemoteProcess.O_RDWR);
            process.close(fd);

            assertThat(machine.requests)
                    .filteredOn(Close.class::isInstance)
                    .map(request -> ((Close) request).handle())
                    .containsExactly(100L);
        }

        @Test
        void rule_27_that_stand_for_nothing_are_EBADF() {
            for (int fd : new int[] {-1, 0, 2, 3, 1000}) {
                ErrnoException failure = catchThrowableOfType(ErrnoException.class, () -> process.close(fd));

                assertThat(failure.errno()).isEqualTo(Errno.EBADF);
            }
        }
    }

    @Test
    @Tag("HS-8")
    void a_request_longer_than_a_message_may_be_is_refused_before_it_is_sent() {
        String path = "/" + "x".repeat(70_000);

        RefusedException failure =
                catchThrowableOfType(RefusedException.class, () -> process.open(path, RemoteProcess.O_RDWR));

        assertThat(failure.code()).isEqualTo(RefusedCode.LIMIT);
        assertThat(failure.limit()).isEqualTo(Limit.MESSAGE_BYTES);
        assertThat(failure.execution()).isEqualTo(Execution.NOT_EXECUTED);
        assertThat(process.load(Width.WORD, 0)).isZero();
    }

    @Test
    @Tag("EN-2")
    void close_says_BYE_once() {
        process.close();
        process.close();

        assertThat(machine.requests).filteredOn(Bye.class::isInstance).hasSize(1);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    @Tag("EN-3")
    void kill_says_nothing() {
        process.load(Width.WORD, 0);
        process.kill();

        assertThat(machine.requests).noneMatch(Bye.class::isInstance);
        assertThatThrownBy(() -> process.load(Width.WORD, 0))
                .isInstanceOfSatisfying(
                        ConnectionLostException.class,
                        lost -> assertThat(lost.execution()).isEqualTo(Execution.NOT_EXECUTED));
    }

    @Test
    void a_server_that_is_not_there_is_a_lost_connection() {
        assertThatThrownBy(() -> RemoteProcess.connect("unix:/nonexistent/socket"))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("unix:/nonexistent/socket");
    }
}
