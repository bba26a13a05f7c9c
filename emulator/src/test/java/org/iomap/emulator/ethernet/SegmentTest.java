package org.iomap.emulator.ethernet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SegmentTest {
    private final Segments segments = new Segments();
    private final AtomicInteger bells = new AtomicInteger();
    private final Station one = segments.named("lab").join(bells::incrementAndGet);
    private final Station two = segments.named("lab").join(bells::incrementAndGet);
    private final Station three = segments.named("lab").join(bells::incrementAndGet);

    @Test
    void carries_a_frame_to_everybody_but_its_sender() {
        byte[] frame = {1, 2, 3};
        one.send(frame);

        assertThat(one.take()).isNull();
        assertThat(two.take()).isSameAs(frame);
        assertThat(three.take()).isSameAs(frame);
        assertThat(bells).hasValue(2);
    }

    @Test
    void of_another_name_is_another_cable() {
        Station elsewhere = segments.named("office").join(() -> {});
        one.send(new byte[1]);

        assertThat(elsewhere.hasFrames()).isFalse();
    }

    @Test
    void keeps_the_order_of_a_sender() {
        for (int i = 0; i < 5; i++) {
            one.send(new byte[] {(byte) i});
        }
        for (int i = 0; i < 5; i++) {
            assertThat(two.take()).containsExactly(i);
        }
    }

    @Test
    void loses_what_nobody_takes_and_counts_it() {
        for (int i = 0; i < Station.MOST_WAITING + 3; i++) {
            one.send(new byte[1]);
        }

        assertThat(two.takeLost()).isEqualTo(3);
        assertThat(two.takeLost()).isZero();
        two.take();
        one.send(new byte[] {9});
        assertThat(two.takeLost()).isZero();
    }

    @Test
    void takes_frames_from_many_threads_and_loses_none_uncounted() throws InterruptedException {
        int senders = 4;
        int frames = 10_000;
        CountDownLatch done = new CountDownLatch(senders);
        for (int i = 0; i < senders; i++) {
            Station sender = segments.named("lab").join(() -> {});
            new Thread(() -> {
                        for (int sent = 0; sent < frames; sent++) {
                            sender.send(new byte[1]);
                        }
                        done.countDown();
                    })
                    .start();
        }
        long taken = 0;
        while (done.getCount() > 0 || two.hasFrames()) {
            taken += two.take() == null ? 0 : 1;
        }
        done.await();

        assertThat(taken + two.takeLost()).isEqualTo((long) senders * frames);
    }

    @Test
    void numbers_its_stations() {
        assertThat(segments.nextStation()).isEqualTo(1);
        assertThat(segments.nextStation()).isEqualTo(2);
    }
}
