package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.List;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.protocol.Waited;

/** Interrupts, and what comes in from and goes out to people: what a program waits for. */
sealed interface Watch extends Action {
    /** From now on the process is told of the interrupts of a line. */
    record Subscribe(String line) implements Watch {
        @Override
        public Result play(Stage stage, String process) {
            stage.process(process);
            stage.cast().subscribe(process, line);
            return Result.NOTHING;
        }
    }

    /**
     * Gives how many interrupts there were since the last acknowledgement, acknowledges them, and the line's level. Of
     * a driver: how often its handler was called.
     */
    record Wait(String line, Duration time) implements Watch {
        @Override
        public Result play(Stage stage, String process) throws SyntaxException {
            if (stage.cast().isDriver(process)) {
                return new KernelCall.AwaitIrq(line, time).play(stage, process);
            }
            Waited waited = stage.cast().subscription(process, line).await(time);
            return new Result(List.of(Long.toString(waited.count()), Long.toString(waited.level())), 1, "");
        }
    }

    record Acknowledge(String line) implements Watch {
        @Override
        public Result play(Stage stage, String process) throws SyntaxException {
            stage.cast().subscription(process, line).acknowledge();
            return Result.NOTHING;
        }
    }

    /** Moves a mouse, with these buttons pressed. */
    record Point(String pointer, int buttons, int x, int y, int z) implements Watch {
        @Override
        public Result play(Stage stage, String process) {
            stage.monitor().movePointer(pointer, buttons, x, y, z);
            return Result.NOTHING;
        }
    }

    /** Types into a serial port or on the keyboard; gives how many bytes found room. */
    record Input(String terminal, String data) implements Watch {
        @Override
        public Result play(Stage stage, String process) {
            return Result.of(stage.monitor().terminalInput(terminal, Texts.bytes(data)));
        }
    }

    /** Takes as many bytes as {@code text} has from what a serial port has sent, and expects them to be these. */
    record Output(String terminal, String text) implements Watch {
        @Override
        public Result play(Stage stage, String process) {
            return Result.of(Texts.quote(stage.director().output(terminal).take(text.length())));
        }

        @Override
        public Expectation expectation() {
            return new Expectation(List.of(new Tokens.Token(text, true)));
        }
    }
}
