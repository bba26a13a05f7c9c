package org.iomap.emulator.kernel.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.iomap.emulator.kernel.Bench.O_RDWR;
import static org.iomap.emulator.kernel.Bench.assertFails;
import static org.iomap.protocol.Errno.EAGAIN;
import static org.iomap.protocol.Errno.EBADF;
import static org.iomap.protocol.Errno.EBUSY;
import static org.iomap.protocol.Errno.EIO;
import static org.iomap.protocol.Errno.ENODEV;
import static org.iomap.protocol.Errno.ENXIO;
import static org.iomap.protocol.Errno.ETIMEDOUT;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.iomap.driver.OpenFile;
import org.iomap.emulator.kernel.Answer;
import org.iomap.emulator.kernel.Bench;
import org.iomap.emulator.kernel.KernelConfiguration;
import org.iomap.emulator.kernel.SystemCallException;
import org.iomap.emulator.kernel.Timer;
import org.iomap.emulator.kernel.UserProcess;
import org.iomap.protocol.Errno;
import org.iomap.protocol.Limit;
import org.iomap.protocol.PageRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ForwardedDriverTest {
    private static final String NODE = "/dev/far";
    private static final int FEW = 4;

    /** What the driver got, in order. */
    private final List<String> heard = new ArrayList<>();

    private final Watch watch = new Watch();
    private final Bench bench = new Bench(KernelConfiguration.builtIn(), watch, Map.of());
    private final UserProcess driver = bench.spawn(Bench.ROOT);
    private final DriverContext context =
            DriverContext.begin(bench.kernel(), driver, "far", new DriverLimits(5000, FEW, 1 << 20));
    private final CallsInFlight calls = new CallsInFlight(context, new Link());
    private final int major = context.register(0, new ForwardedDriver(calls, false));
    private final UserProcess process = bench.spawn();

    ForwardedDriverTest() {
        context.createNode(NODE, 0666, major << 24 | 7);
    }

    /** Time that passes when it is told to. */
    private static final class Watch implements Timer {
        private final TreeMap<Long, Runnable> tasks = new TreeMap<>();
        private long millis;

        @Override
        public long nanos() {
            return millis * 1_000_000;
        }

        @Override
        public Runnable after(long delay, Runnable task) {
            tasks.put(millis + delay, task);
            return () -> tasks.values().remove(task);
        }

        void pass(long delay) {
            millis += delay;
            while (!tasks.isEmpty() && tasks.firstKey() <= millis) {
                tasks.pollFirstEntry().getValue().run();
            }
        }
    }

    private final class Link implements DriverLink {
        @Override
        public void call(DriverCall call) {
            heard.add("%s %d".formatted(call.operation(), call.number()));
        }

        @Override
        public void abandoned(long call) {
            heard.add("ABANDONED " + call);
        }

        @Override
        public int mostBytes() {
            return 16;
        }
    }

    private void answer(long call, long errno, long result, String data, PageRange... pages) {
        ByteBuffer bytes = ByteBuffer.wrap(data.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        calls.complete(new DriverAnswer(call, errno, result, 0, "because", List.of(pages), bytes));
    }

    private void succeed(long call) {
        answer(call, 0, 0, "");
    }

    private void fail(long call, Errno errno) {
        answer(call, errno.number(), 0, "");
    }

    private Answer<Long> opening(int flags) {
        return bench.calls().open(process, NODE, flags);
    }

    private long open(int flags) {
        Answer<Long> answer = opening(flags);
        succeed(1);
        return answer.now();
    }

    private Answer<Integer> reading(long handle, ByteBuffer into) {
        return bench.calls().read(process, handle, into);
    }

    private static void assertFailed(Answer<?> answer, Errno errno) {
        assertThat(answer.isDone()).isTrue();
        assertThat(answer.failure())
                .isInstanceOfSatisfying(
                        SystemCallException.class,
                        failure -> assertThat(failure.errno()).isEqualTo(errno));
    }

    @Nested
    class Open {
        @Test
        void waits_for_the_driver_while_the_machine_goes_on() {
            Answer<Long> answer = opening(O_RDWR);
            assertThat(answer.isDone()).isFalse();
            long other = bench.open(process, "/dev/null");
            succeed(1);

            assertThat(answer.now()).isNotEqualTo(other);
            assertThat(heard).containsExactly("OPEN 1");
        }

        @Test
        void fails_as_the_driver_says() {
            Answer<Long> answer = opening(O_RDWR);
            fail(1, EBUSY);

            assertFailed(answer, EBUSY);
            assertThat(answer.failure()).hasMessageContaining("driver far: because");
        }

        @Test
        void an_errno_that_is_none_is_EIO() {
            Answer<Long> answer = opening(O_RDWR);
            answer(1, 9999, 0, "");

            assertFailed(answer, EIO);
        }

        @Test
        void one_that_is_too_late_is_abandoned_and_its_answer_does_nothing() {
            Answer<Long> answer = opening(O_RDWR);
            watch.pass(5000);
            assertFailed(answer, ETIMEDOUT);
            succeed(1);

            assertThat(heard).containsExactly("OPEN 1", "ABANDONED 1");
            assertThat(calls.count()).isZero();
        }

        @Test
        void is_late_after_its_own_time_and_not_after_that_of_another() {
            Answer<Long> first = opening(O_RDWR);
            watch.pass(3000);
            Answer<Long> second = opening(O_RDWR);
            watch.pass(2000);
            assertFailed(first, ETIMEDOUT);
            assertThat(second.isDone()).isFalse();
            watch.pass(2999);
            assertThat(second.isDone()).isFalse();
            watch.pass(2);

            assertFailed(second, ETIMEDOUT);
        }

        @Test
        void rule_20_of_a_process_that_ended_is_abandoned() {
            Answer<Long> answer = opening(O_RDWR);
            process.exit("killed");
            assertFailed(answer, EBADF);
            succeed(1);

            assertThat(heard).containsExactly("OPEN 1", "ABANDONED 1");
            assertThat(calls.count()).isZero();
        }

        @Test
        void is_refused_beyond_the_calls_that_a_driver_may_owe() {
            for (int i = 0; i < FEW; i++) {
                opening(O_RDWR);
            }

            assertFailed(opening(O_RDWR), EBUSY);
        }
    }

    @Nested
    class Read {
        private final long handle = open(O_RDWR);
        private final ByteBuffer into = ByteBuffer.allocate(4);

        @Test
        void gets_what_the_driver_has() {
            Answer<Integer> answer = reading(handle, into);
            answer(2, 0, 3, "abc");

            assertThat(answer.now()).isEqualTo(3);
            assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));
        }

        @Test
        void of_more_than_was_asked_for_is_EIO() {
            Answer<Integer> answer = reading(handle, into);
            answer(2, 0, 5, "abcde");

            assertFailed(answer, EIO);
            assertThat(into.position()).isZero();
        }

        @Test
        void of_nothing_now_sleeps_until_the_driver_wakes_it() {
            Answer<Integer> answer = reading(handle, into);
            fail(2, EAGAIN);
            assertThat(answer.isDone()).isFalse();
            context.wakeUp(major);
            assertThat(answer.isDone()).isFalse();
            answer(3, 0, 1, "x");

            assertThat(answer.now()).isEqualTo(1);
            assertThat(heard).containsExactly("OPEN 1", "READ 2", "READ 3");
        }

        @Test
        void that_sleeps_is_not_asked_again_after_it_was_given_up() {
            Answer<Integer> answer = reading(handle, into);
            fail(2, EAGAIN);
            answer.abandon(new SystemCallException(EIO, 0, "cancelled"));
            context.wakeUp(major);

            assertFailed(answer, EIO);
            assertThat(heard).containsExactly("OPEN 1", "READ 2");
        }

        @Test
        void that_is_given_up_tells_the_driver() {
            Answer<Integer> answer = reading(handle, into);
            answer.abandon(new SystemCallException(EIO, 0, "cancelled"));
            answer(2, 0, 1, "x");

            assertFailed(answer, EIO);
            assertThat(heard).containsExactly("OPEN 1", "READ 2", "ABANDONED 2");
        }

        @Test
        void that_is_interrupted_while_the_driver_is_asked_has_what_it_answers() {
            Answer<Integer> answer = reading(handle, into);
            answer.interrupt(new SystemCallException(EIO, 0, "cancelled"));
            assertThat(answer.isDone()).isFalse();
            answer(2, 0, 1, "x");

            assertThat(answer.now()).isEqualTo(1);
            assertThat(heard).containsExactly("OPEN 1", "READ 2");
        }

        @Test
        void that_is_interrupted_while_the_driver_is_asked_does_not_sleep() {
            Answer<Integer> answer = reading(handle, into);
            answer.interrupt(new SystemCallException(EIO, 0, "cancelled"));
            fail(2, EAGAIN);
            context.wakeUp(major);

            assertFailed(answer, EIO);
            assertThat(heard).containsExactly("OPEN 1", "READ 2");
        }

        @Test
        void that_is_interrupted_while_it_sleeps_fails_at_once() {
            Answer<Integer> answer = reading(handle, into);
            fail(2, EAGAIN);
            answer.interrupt(new SystemCallException(EIO, 0, "cancelled"));

            assertFailed(answer, EIO);
            context.wakeUp(major);
            assertThat(heard).containsExactly("OPEN 1", "READ 2");
        }

        @Test
        void of_nothing_now_without_blocking_is_EAGAIN() {
            Answer<Long> second = opening(O_RDWR | OpenFile.O_NONBLOCK);
            succeed(2);
            Answer<Integer> answer = reading(second.now(), into);
            fail(3, EAGAIN);

            assertFailed(answer, EAGAIN);
        }

        @Test
        void ends_with_ENODEV_when_the_driver_goes_and_then_with_ENXIO() {
            Answer<Integer> answer = reading(handle, into);
            driver.exit("killed");

            assertFailed(answer, ENODEV);
            assertFails(ENXIO, 0, () -> reading(handle, into).now());
            assertFails(Errno.ENOENT, 27, () -> opening(O_RDWR).now());
        }

        @Test
        void that_sleeps_ends_with_ENODEV_when_the_driver_goes() {
            Answer<Integer> answer = reading(handle, into);
            fail(2, EAGAIN);
            driver.exit("killed");

            assertFailed(answer, ENODEV);
        }
    }

    @Nested
    class Mmap {
        private static final long IO = 0xF400_0000L;
        private static final long PAGE = 4096;
        private final long handle = open(O_RDWR);

        private Answer<Long> mapping(PageRange... pages) {
            Answer<Long> answer = bench.calls().mmap(process, handle, 0, PAGE, 0, 3, 1);
            answer(2, 0, 0, "", pages);
            return answer;
        }

        @Test
        void maps_what_the_driver_hands_out() {
            long address = mapping(new PageRange(0, IO, PAGE)).now();
            process.store(address, org.iomap.protocol.Width.WORD, 0x1234);

            assertThat(bench.kernel().mappings()).hasSize(1);
            assertThat(process.load(address, org.iomap.protocol.Width.WORD)).isEqualTo(0x1234);
        }

        @Test
        void of_memory_that_is_not_the_drivers_is_EIO() {
            assertFailed(mapping(new PageRange(0, 0x10_0000, PAGE)), EIO);
            assertThat(bench.kernel().mappings()).isEmpty();
        }

        @Test
        void of_pages_outside_of_the_area_is_EIO() {
            assertFailed(mapping(new PageRange(PAGE, IO, PAGE)), EIO);
        }

        @Test
        void of_as_many_pages_as_a_message_holds_keeps_nobody_waiting() {
            int most = 43_000;
            long bus = context.busAddress(context.allocateDma(PAGE, 0xFFFF_FFFFL));
            PageRange[] pages = new PageRange[most];
            for (int i = 0; i < most; i++) {
                pages[i] = new PageRange((most - 1 - i) * PAGE, bus, PAGE);
            }
            Answer<Long> answer = bench.calls().mmap(process, handle, 0, most * PAGE, 0, 3, 1);
            assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
                answer(2, 0, 0, "", pages);
                driver.exit("killed");
            });

            assertThat(answer.now()).isPositive();
        }

        @Test
        void of_DMA_memory_of_the_driver_maps_it_and_ends_with_the_driver() {
            long bus = context.busAddress(context.allocateDma(PAGE, 0xFFFF_FFFFL));
            long address = mapping(new PageRange(0, bus, PAGE)).now();
            process.store(address, org.iomap.protocol.Width.WORD, 5);
            driver.exit("killed");

            assertThat(bench.kernel().mappings()).isEmpty();
            assertThat(heard).containsExactly("OPEN 1", "MMAP 2");
        }
    }

    @Nested
    class Poll {
        private static final int POLLIN = 1;
        private final long handle = open(O_RDWR);

        @Test
        void answers_when_the_driver_says_so() {
            Answer<Integer> answer = bench.calls().poll(process, handle, POLLIN, -1);
            answer(2, 0, 4, "");
            assertThat(answer.isDone()).isFalse();
            context.wakeUp(major);
            answer(3, 0, 5, "");

            assertThat(answer.now()).isEqualTo(POLLIN);
        }

        @Test
        void ends_with_nothing_when_the_time_is_over() {
            Answer<Integer> answer = bench.calls().poll(process, handle, POLLIN, 100);
            answer(2, 0, 0, "");
            watch.pass(100);
            context.wakeUp(major);

            assertThat(answer.now()).isZero();
            assertThat(heard).containsExactly("OPEN 1", "POLL 2");
        }

        @Test
        void of_a_driver_that_says_EAGAIN_has_nothing_now() {
            Answer<Integer> answer = bench.calls().poll(process, handle, POLLIN, 0);
            fail(2, EAGAIN);

            assertThat(answer.now()).isZero();
        }

        @Test
        void finds_what_is_there_however_slow_the_driver_is() {
            Answer<Integer> answer = bench.calls().poll(process, handle, POLLIN, 1);
            watch.pass(100);
            answer(2, 0, 1, "");

            assertThat(answer.now()).isEqualTo(POLLIN);
        }

        @Test
        void asks_once_when_it_is_not_to_wait() {
            Answer<Integer> answer = bench.calls().poll(process, handle, POLLIN, 0);
            answer(2, 0, 0, "");

            assertThat(answer.now()).isZero();
        }
    }

    @Test
    void a_close_releases_the_file() {
        long handle = open(O_RDWR);
        bench.calls().close(process, handle);

        assertThat(heard).containsExactly("OPEN 1", "RELEASE 2");
    }

    @Test
    void a_close_in_the_middle_of_a_call_releases_the_file_after_it() {
        long handle = open(O_RDWR);
        Answer<Integer> answer = reading(handle, ByteBuffer.allocate(4));
        bench.calls().close(process, handle);
        fail(2, EAGAIN);
        context.wakeUp(major);
        answer(3, 0, 1, "x");

        assertThat(answer.now()).isEqualTo(1);
        assertThat(heard).containsExactly("OPEN 1", "READ 2", "READ 3", "RELEASE 4");
    }

    @Test
    void a_file_that_was_closed_in_the_middle_of_a_call_is_released_when_its_process_ends() {
        long handle = open(O_RDWR);
        Answer<Integer> answer = reading(handle, ByteBuffer.allocate(4));
        bench.calls().close(process, handle);
        process.exit("killed");

        assertFailed(answer, EBADF);
        assertThat(heard).containsExactly("OPEN 1", "READ 2", "ABANDONED 2", "RELEASE 3");
    }

    @Test
    void a_write_beyond_a_message_is_short() {
        long handle = open(O_RDWR);
        Answer<Integer> answer = bench.calls().write(process, handle, ByteBuffer.allocate(100));
        answer(2, 0, 16, "");

        assertThat(answer.now()).isEqualTo(16);
    }

    @Test
    void more_written_than_there_was_is_EIO() {
        long handle = open(O_RDWR);
        Answer<Integer> answer = bench.calls().write(process, handle, ByteBuffer.allocate(4));
        answer(2, 0, 5, "");

        assertFailed(answer, EIO);
    }

    @Test
    void a_region_that_is_claimed_is_EBUSY_and_the_trace_says_so() {
        context.requestRegion(0xF400_0000L, 0x1000, false);

        assertFails(EBUSY, 0, () -> context.requestRegion(0xF400_0000L, 0x1000, false));
        assertThat(bench.kernel().trace().read(bench.kernel().trace().end() - 2).text())
                .isEqualTo("request_mem_region 0xf4000000 0x1000 = EBUSY");
        assertFails(Errno.EINVAL, 0, () -> context.releaseRegion(0xF400_0000L, 0x2000));
    }

    @Nested
    class Of_a_device_that_is_unregistered_meanwhile {
        @Test
        void a_read_that_sleeps_is_ENXIO_and_nobody_is_asked_again() {
            Answer<Integer> answer = reading(open(O_RDWR), ByteBuffer.allocate(4));
            fail(2, EAGAIN);
            context.unregister(major);

            assertFailed(answer, ENXIO);
            assertThat(heard).containsExactly("OPEN 1", "READ 2", "RELEASE 3");
        }

        @Test
        void a_read_that_has_nothing_then_is_ENXIO() {
            Answer<Integer> answer = reading(open(O_RDWR), ByteBuffer.allocate(4));
            context.unregister(major);
            fail(2, EAGAIN);

            assertFailed(answer, ENXIO);
        }

        @Test
        void an_open_is_ENXIO_and_released() {
            Answer<Long> answer = opening(O_RDWR);
            context.unregister(major);
            succeed(1);

            assertFailed(answer, ENXIO);
            assertThat(heard).containsExactly("OPEN 1", "RELEASE 2");
        }

        @Test
        void an_mmap_is_ENXIO_also_at_a_fixed_place() {
            long handle = open(O_RDWR);
            int sharedAndFixed = 5;
            Answer<Long> answer = bench.calls().mmap(process, handle, 0x4000_0000, 4096, 0, 3, sharedAndFixed);
            context.unregister(major);
            answer(2, 0, 0, "", new PageRange(0, 0xF400_0000L, 4096));

            assertFailed(answer, ENXIO);
            assertThat(bench.kernel().mappings()).isEmpty();
        }
    }

    @Test
    void the_limit_is_named() {
        for (int i = 0; i < FEW; i++) {
            opening(O_RDWR);
        }

        assertThat(((SystemCallException) opening(O_RDWR).failure()).limit()).isEqualTo(Limit.CALLS);
    }
}
