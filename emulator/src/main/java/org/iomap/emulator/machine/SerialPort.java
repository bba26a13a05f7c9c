package org.iomap.emulator.machine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntConsumer;
import org.iomap.emulator.bus.Clock;
import org.iomap.emulator.bus.InterruptLine;
import org.iomap.emulator.module.uart.BaudRate;
import org.iomap.emulator.module.uart.Uart16550;

/** A UART and the terminal at the far end of its line. */
final class SerialPort implements SerialTerminal {
    private final Uart16550 uart;
    private final Listeners<IntConsumer> listeners = new Listeners<>();

    SerialPort(Clock clock, BaudRate baudRate, InterruptLine interrupt) {
        uart = new Uart16550(clock, baudRate, this::sent, interrupt);
    }

    Uart16550 uart() {
        return uart;
    }

    @Override
    public int input(ByteBuffer bytes) {
        return uart.input(bytes);
    }

    @Override
    public Runnable onOutput(IntConsumer listener) {
        return listeners.add(listener);
    }

    private void sent(int value) {
        List<IntConsumer> told = listeners.all();
        for (int i = 0; i < told.size(); i++) {
            told.get(i).accept(value);
        }
    }
}
