package org.iomap.emulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.iomap.emulator.bus.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MachineClockTest {
    private final List<String> rang = new ArrayList<>();

    @Nested
    class What_comes_from_outside {
        @Test
        void is_taken_in_at_every_tick_and_before_time_moves() {
            MachineClock clock = MachineClock.virtual();
            clock.onTick(() -> rang.add("in" + clock.now()));
            clock.tick();
            clock.advance(40);
            clock.advance(40);

            assertThat(rang).containsExactly("in0", "in0", "in40");
        }

        @Test
        void makes_the_machine_tick_on_its_own_thread() throws InterruptedException {
            ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
            CountDownLatch woken = new CountDownLatch(1);
            MachineClock clock = MachineClock.virtual();
            clock.onTick(() -> rang.add("in"));
            clock.onWake(woken::countDown);
            clock.call();
            clock.runOn(thread);
            clock.call();

            assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(rang).containsExactly("in");
            thread.shutdown();
            clock.call();
        }
    }

    @Nested
    class Virtual {
        private final MachineClock clock = MachineClock.virtual();

        @Test
        void moves_only_when_told() {
            clock.tick();
            assertThat(clock.now()).isZero();
            clock.advance(40);

            assertThat(clock.now()).isEqualTo(40);
        }

        @Test
        void rings_each_alarm_at_its_own_time_and_in_order() {
            clock.at(30, () -> rang.add("b" + clock.now()));
            clock.at(10, () -> {
                rang.add("a" + clock.now());
                clock.at(20, () -> rang.add("c" + clock.now()));
            });
            clock.advance(100);

            assertThat(rang).containsExactly("a10", "c20", "b30");
            assertThat(clock.now()).isEqualTo(100);
        }

        @Test
        void a_time_that_has_passed_rings_at_the_next_tick() {
            clock.advance(100);
            clock.at(50, () -> rang.add("late"));
            assertThat(rang).isEmpty();
            clock.tick();

            assertThat(rang).containsExactly("late");
        }

        @Test
        void a_cancelled_alarm_stays_silent() {
            Clock.Alarm alarm = clock.at(10, () -> rang.add("a"));
            alarm.cancel();
            alarm.cancel();
            clock.advance(100);

            assertThat(rang).isEmpty();
        }

        @Test
        void starts_again_at_0_without_alarms() {
            clock.at(10, () -> rang.add("a"));
            clock.advance(5);
            clock.restart();
            clock.advance(100);

            assertThat(rang).isEmpty();
            assertThat(clock.now()).isEqualTo(100);
        }

        @Test
        void never_goes_back() {
            assertThatThrownBy(() -> clock.advance(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Real {
        private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
        private final MachineClock clock = MachineClock.real(thread);

        @AfterEach
        void stop() {
            thread.shutdownNow();
        }

        @Test
        void stands_still_between_ticks() {
            long now = clock.now();

            assertThat(clock.now()).isEqualTo(now);
            clock.tick();
            assertThat(clock.now()).isGreaterThan(now);
        }

        @Test
        void is_not_moved_by_hand() {
            assertThatThrownBy(() -> clock.advance(1)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void wakes_its_thread_for_an_alarm() throws InterruptedException {
            CountDownLatch woken = new CountDownLatch(1);
            thread.execute(() -> clock.at(1_000_000, woken::countDown));

            assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void has_no_timer_while_nothing_is_due() {
            assertThat(thread.getQueue()).isEmpty();
        }

        @Test
        void has_one_timer_for_many_alarms() {
            for (int i = 0; i < 100; i++) {
                clock.at(TimeUnit.HOURS.toNanos(1) + i, () -> {});
            }

            assertThat(thread.getQueue()).hasSize(1);
        }

        @Test
        void becomes_virtual_and_keeps_its_time() {
            clock.tick();
            clock.kind(ClockKind.VIRTUAL);
            long now = clock.now();
            clock.tick();

            assertThat(clock.now()).isEqualTo(now);
            assertThat(clock.kind()).isEqualTo(ClockKind.VIRTUAL);
        }
    }
}
