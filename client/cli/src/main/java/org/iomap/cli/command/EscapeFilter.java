package org.iomap.cli.command;

import java.io.ByteArrayOutputStream;

/** Watches what is typed for the escape: {@code ~.} at the start of a line detaches, {@code ~~} types one {@code ~}. */
final class EscapeFilter {
    private enum State {
        LINE_START,
        TILDE,
        WITHIN_LINE
    }

    private State state = State.LINE_START;
    private boolean detached;

    /** Returns what to pass on. */
    byte[] pass(byte[] typed, int count) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream(count + 1);
        for (int i = 0; i < count && !detached; i++) {
            pass(typed[i], passed);
        }
        return passed.toByteArray();
    }

    boolean isDetached() {
        return detached;
    }

    private void pass(byte key, ByteArrayOutputStream passed) {
        if (state == State.LINE_START && key == '~') {
            state = State.TILDE;
            return;
        }
        if (state == State.TILDE && key == '.') {
            detached = true;
            return;
        }
        if (state == State.TILDE && key != '~') {
            passed.write('~');
        }
        passed.write(key);
        state = key == '\r' || key == '\n' ? State.LINE_START : State.WITHIN_LINE;
    }
}
