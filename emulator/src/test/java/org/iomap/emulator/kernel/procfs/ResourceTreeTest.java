package org.iomap.emulator.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Physical addresses inside one another")
class ResourceTreeTest {
    private final ResourceTree tree = new ResourceTree();

    @Test
    void are_indented_below_what_is_around_them() {
        tree.add(0xF200_0000L, 0x80_0000, "window");
        tree.add(0xF200_4000L, 0x1000, "second");
        tree.add(0xF200_0000L, 0x4000, "first");
        tree.add(0xF200_1000L, 0x10, "inside");
        tree.add(0, 0x400_0000, "memory");

        assertThat(tree.text()).isEqualTo("""
                00000000-03ffffff : memory
                f2000000-f27fffff : window
                  f2000000-f2003fff : first
                    f2001000-f200100f : inside
                  f2004000-f2004fff : second
                """);
    }

    @Test
    void are_in_the_order_in_which_they_were_added_where_they_are_the_same() {
        tree.add(0xF200_0000L, 0x4000, "card");
        tree.add(0xF200_0000L, 0x4000, "driver");

        assertThat(tree.text()).isEqualTo("""
                f2000000-f2003fff : card
                  f2000000-f2003fff : driver
                """);
    }

    @Test
    void are_beside_what_they_are_only_partly_inside_of() {
        tree.add(0xF200_0000L, 0x2000, "one");
        tree.add(0xF200_1000L, 0x2000, "other");

        assertThat(tree.text()).isEqualTo("""
                f2000000-f2001fff : one
                f2001000-f2002fff : other
                """);
    }

    @Test
    void reach_the_end_of_I_O_space() {
        tree.add(0xFFF8_0000L, 0x8_0000, "last");

        assertThat(tree.text()).isEqualTo("fff80000-ffffffff : last\n");
    }
}
