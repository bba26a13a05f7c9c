package org.iomap.emulator.server;

import org.iomap.protocol.GoAway;

/** Why the machine or the service ends a connection: EN-1. The number is that of GOAWAY. */
enum EndReason {
    SHUTDOWN(1, "the service stops"),
    RESET(2, "the machine was reset, which ends every process"),
    MACHINE_CHECK(3, "rule 22: a machine check (HPMC) ended every process; the machine boots again"),
    IDLE(4, "three pings were not answered"),
    POWER_OFF(5, "the machine was switched off; the next connection switches it on");

    private static final long DEADLINE_MILLIS = 2000;

    private final int number;
    private final String text;

    EndReason(int number, String text) {
        this.number = number;
        this.text = text;
    }

    String text() {
        return text;
    }

    /** As MACHINE_RESET events number it: 1 reset, 2 machine check, 3 power off. */
    int resetNumber() {
        return this == MACHINE_CHECK ? 2 : this == POWER_OFF ? 3 : 1;
    }

    GoAway event(long lastId) {
        return new GoAway(number, lastId, DEADLINE_MILLIS, text);
    }
}
