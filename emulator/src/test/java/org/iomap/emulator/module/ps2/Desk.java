package org.iomap.emulator.module.ps2;

import static org.iomap.protocol.Width.BYTE;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.iomap.emulator.bus.Region;
import org.iomap.emulator.machine.MachineClock;

/** A keyboard, a mouse, and the program at their ports. */
final class Desk {
    static final int ID = 0x0;
    static final int RESET = 0x0;
    static final int DATA = 0x4;
    static final int CONTROL = 0x8;
    static final int STATUS = 0xC;

    static final int ENABLE = 0x01;
    static final int LOOPBACK = 0x02;
    static final int RECEIVED = 0x01;

    final MachineClock clock = MachineClock.virtual();
    final List<Boolean> interrupt = new ArrayList<>();
    final Ps2 ps2 = new Ps2(clock, this::interrupt);
    final Port keyboard = new Port(ps2.keyboardPort());
    final Port mouse = new Port(ps2.mousePort());

    private void interrupt(boolean high) {
        if (high != isInterrupting()) {
            interrupt.add(high);
        }
    }

    boolean isInterrupting() {
        return !interrupt.isEmpty() && interrupt.get(interrupt.size() - 1);
    }

    int type(String keys) {
        return ps2.type(ByteBuffer.wrap(keys.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** What a program does with a port. */
    record Port(Region registers) {
        int load(int register) {
            return (int) registers.load(register, BYTE);
        }

        void store(int register, int value) {
            registers.store(register, BYTE, value);
        }

        /** Sends bytes to the device, and returns all that it answers to each of them, in hex. */
        String send(int... bytes) {
            StringBuilder answers = new StringBuilder();
            for (int value : bytes) {
                store(DATA, value);
                answers.append(received()).append(' ');
            }
            return answers.toString().trim().replaceAll(" +", " ");
        }

        /** Returns all that there is to receive, in hex. */
        String received() {
            StringBuilder all = new StringBuilder();
            while ((load(STATUS) & RECEIVED) != 0) {
                all.append("%02X ".formatted(load(DATA)));
            }
            return all.toString().trim();
        }
    }
}
