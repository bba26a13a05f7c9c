package org.iomap.cli.transcript;

import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.protocol.Width;

/** Accesses to physical addresses, made with the monitor right: the form of the recorded traces. */
sealed interface Physical extends Action {
    /** True for what a recorded trace consists of; a peek changes nothing and needs no fresh machine. */
    default boolean isReal() {
        return true;
    }

    record Load(Width width, Place place) implements Physical {
        @Override
        public Result play(Stage stage, String process) throws SyntaxException {
            return Result.of(width, stage.holes().load(stage.monitor(), width, stage.physical(place)));
        }
    }

    record Store(Width width, Place place, long value) implements Physical {
        @Override
        public Result play(Stage stage, String process) throws SyntaxException {
            stage.holes().store(stage.monitor(), width, stage.physical(place), value);
            return Result.NOTHING;
        }
    }

    /** Drives an input line of a chip by hand. */
    record Drive(String line, boolean high) implements Physical {
        @Override
        public Result play(Stage stage, String process) {
            stage.monitor().driveLine(line, high);
            return Result.NOTHING;
        }
    }

    record Peek(Width width, Place place) implements Physical {
        @Override
        public Result play(Stage stage, String process) throws SyntaxException {
            return Result.of(width, stage.monitor().peek(width, stage.physical(place)));
        }

        @Override
        public boolean isReal() {
            return false;
        }
    }
}
