package org.iomap.emulator.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.iomap.protocol.Width.HALFWORD;
import static org.iomap.protocol.Width.WORD;

import java.nio.ByteBuffer;
import org.iomap.emulator.bus.BusError;
import org.iomap.emulator.bus.Dma;
import org.iomap.emulator.bus.IoSpace;
import org.iomap.emulator.bus.Memory;
import org.iomap.emulator.trace.Trace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A PCI function as bus master")
class PciMasterTest {
    private final IoSpace ioSpace = new IoSpace(new Trace(64, () -> 0));
    private final PciFunction function =
            new PciFunction(PciHeader.function(0x1111, 0x2222).build());
    private final Dma master = new PciMaster(function, ioSpace.master("card"));

    PciMasterTest() {
        ioSpace.addHostMemory(new Memory(1 << 20), "memory");
    }

    @Test
    void reaches_host_memory_while_the_command_register_lets_it() {
        function.store(0x04, HALFWORD, 0x0400);
        master.store(0x1000, WORD, 0x1234_5678);
        ByteBuffer bytes = ByteBuffer.allocate(2);
        master.read(0x1001, bytes);
        master.write(0x1002, bytes.flip());

        assertThat(master.load(0x1000, WORD)).isEqualTo(0x1234_3456);
    }

    @Test
    void is_refused_while_it_does_not() {
        assertThatThrownBy(() -> master.store(0x1000, WORD, 1)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> master.load(0x1000, WORD)).isInstanceOf(BusError.class);
        assertThat(ioSpace.peek(0x1000, WORD)).isZero();
    }

    @Test
    void shows_in_the_status_register_that_nobody_answered() {
        function.store(0x04, HALFWORD, 0x0400);

        assertThatThrownBy(() -> master.read(0xF000_0000L, ByteBuffer.allocate(4)))
                .isInstanceOf(BusError.class);
        assertThat(function.load(0x06, HALFWORD)).isEqualTo(0x0020);
    }
}
