package org.iomap.cli.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;
import org.junit.jupiter.api.Test;

/** Lines of a trace, and what is read out of them. */
class GoalTest {
    private static final Step LOAD = Step.load("load", 0xF200_0000L, 0xF200_4000L);

    private final List<Traced> trace = new ArrayList<>();

    private void line(TraceKind kind, long pid, long address, String text) {
        trace.add(new Traced(trace.size() + 1L, 1, kind.number(), 0, 0, address, 0, pid, "", "", text));
    }

    private void begin(long pid, String name, int uid) {
        line(TraceKind.PROCESS, pid, 0, "process %d begins: %s uid %d".formatted(pid, name, uid));
    }

    private void call(long pid, String text) {
        line(TraceKind.SYSTEM_CALL, pid, 0, text);
    }

    private void load(long pid, long physical) {
        line(TraceKind.LOAD, pid, physical, "");
    }

    private Goal.Reached reached(Goal goal) {
        return goal.reached(Deeds.of(trace));
    }

    @Test
    void a_goal_is_reached_by_one_process_and_not_by_two_together() {
        Goal goal = Goal.of("both", Step.open("/dev/teach0"), LOAD);
        begin(1, "a", 1000);
        begin(2, "b", 0);
        call(1, "open /dev/teach0 O_RDWR = 3");
        load(2, 0xF200_1004L);
        assertThat(reached(goal).isAll()).isFalse();
        assertThat(reached(goal).next()).isEqualTo("load");

        load(1, 0xF200_1004L);

        assertThat(reached(goal).isAll()).isTrue();
        assertThat(reached(goal).by()).isEqualTo(new Doer(1, "a", 1000, ""));
    }

    @Test
    void the_steps_are_done_in_their_order_whatever_is_between_them() {
        Goal goal = Goal.of("order", Step.open("/dev/teach0"), LOAD);
        load(1, 0xF200_0000L);
        call(1, "open /dev/teach0 O_RDWR = 3");
        call(1, "stat /dev/teach0 = 020666");
        assertThat(reached(goal).done()).isEqualTo(1);

        load(1, 0xF200_3FFCL);

        assertThat(reached(goal).isAll()).isTrue();
    }

    @Test
    void what_spoils_it_makes_it_start_over() {
        Goal goal = Goal.of("close", Step.iomapmap("/dev/teach0"), Step.closeLast("/dev/teach0"), LOAD)
                .spoiledBy(Step.open("/dev/teach0"));
        call(1, "open /dev/teach0 O_RDWR = 3");
        call(1, "ioctl 3 0xc0044d01 0x0 = 0xf2000000");
        call(1, "close 3 = 0");
        call(1, "open /dev/teach0 O_RDWR = 3");
        load(1, 0xF200_0000L);

        assertThat(reached(goal).isAll()).isFalse();
        assertThat(reached(goal).done()).isEqualTo(2);
    }

    @Test
    void a_descriptor_stands_for_what_was_opened_or_duplicated() {
        Goal goal = Goal.of("close", Step.closeLast("/dev/teach0"));
        call(1, "open /dev/teach0 O_RDWR = 3");
        call(1, "dup 3 = 4");
        call(1, "open /dev/null O_RDWR = 5");
        call(1, "close 5 = 0");
        call(1, "close 3 = 0");
        call(2, "close 4 = EBADF");
        assertThat(reached(goal).isAll()).isFalse();

        call(1, "close 4 = 0");

        assertThat(reached(goal).isAll()).isTrue();
    }

    @Test
    void a_rule_belongs_to_the_call_that_broke_it() {
        Goal goal = Goal.of("rule", Step.openBreaking(5, "open nothing"));
        call(1, "open /dev/none O_RDWR = EINVAL");
        line(TraceKind.RULE, 2, 0, "rule 5: of another process");
        assertThat(reached(goal).isAll()).isFalse();
        call(1, "open /dev/none O_RDWR = EINVAL");
        load(1, 0);
        line(TraceKind.RULE, 1, 0, "rule 5: of the load");
        assertThat(reached(goal).isAll()).isFalse();

        call(1, "open /dev/none O_RDWR = EINVAL");
        line(TraceKind.RULE, 1, 0, "rule 5: minor 0xfd0000 is 0x0 bytes");

        assertThat(reached(goal).isAll()).isTrue();
    }

    @Test
    void a_signal_has_the_address_of_the_process() {
        Goal unmapped = Goal.of("unmapped", Step.signal("SIGSEGV", "load", 0xFFD0_9000L, 0xFFD0_A000L));
        Goal hole = Goal.of("hole", Step.signal("SIGBUS", "load", 0xFFD0_8200L, 0xFFD0_9000L));
        line(TraceKind.SIGNAL, 1, 0, "SIGSEGV load of 1 byte at 0xffd09000: nothing is mapped");
        line(TraceKind.SIGNAL, 1, 0x1234, "SIGBUS at address 0xffd08200: nothing answers");

        assertThat(reached(unmapped).isAll()).isTrue();
        assertThat(reached(hole).isAll()).isTrue();
    }

    @Test
    void lines_of_the_machine_and_of_new_kinds_are_passed_over() {
        line(TraceKind.LOAD, 0, 0xF200_0000L, "");
        line(TraceKind.MACHINE, 1, 0, "reset");
        call(1, "a call as nobody knows it");
        trace.add(new Traced(9, 1, 99, 0, 0, 0, 0, 1, "", "", "of the future"));

        assertThat(Deeds.of(trace)).isEmpty();
    }
}
