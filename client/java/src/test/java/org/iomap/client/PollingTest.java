package org.iomap.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Polling")
class PollingTest {
    private final Polling polling = new Polling(50_000);

    private long timesPolledIn(int waits) {
        return IntStream.range(0, waits)
                .filter(wait -> {
                    boolean polls = polling.nanos() > 0;
                    polling.failed();
                    return polls;
                })
                .count();
    }

    @Test
    void is_tried_now_and_then_where_it_fails() {
        assertThat(timesPolledIn(8)).isEqualTo(8);
        assertThat(timesPolledIn(160)).isEqualTo(10);
    }

    @Test
    void is_always_tried_once_it_has_succeeded() {
        timesPolledIn(100);
        polling.succeeded();

        assertThat(timesPolledIn(8)).isEqualTo(8);
    }

    @Test
    void of_no_time_is_never_tried() {
        assertThat(new Polling(0).nanos()).isZero();
    }
}
