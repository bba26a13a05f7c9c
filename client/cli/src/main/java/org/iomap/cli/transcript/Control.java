package org.iomap.cli.transcript;

import java.time.Duration;
import java.util.List;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.client.Monitor;
import org.iomap.protocol.DriverEntry;
import org.iomap.protocol.MappingEntry;

/** What no process does to itself: requests about the machine as a whole, and a violent end. */
sealed interface Control extends Action {
    /** Breaks the connection of the process without a word. */
    record Kill() implements Control {
        @Override
        public Result play(Stage stage, String process) {
            stage.kill(process);
            return Result.NOTHING;
        }
    }

    /** The process becomes a driver of the machine: insmod. */
    record Insmod(String name) implements Control {
        @Override
        public Result play(Stage stage, String process) {
            stage.process(process);
            stage.cast().becomeDriver(process, name);
            return Result.NOTHING;
        }
    }

    /** Switches the machine off and on again. Every process ends. */
    record Reset() implements Control {
        @Override
        public Result play(Stage stage, String process) {
            stage.reset();
            return Result.NOTHING;
        }
    }

    /** Gives the kind of the clock, then nanoseconds since the machine was switched on. */
    record ShowClock() implements Control {
        @Override
        public Result play(Stage stage, String process) {
            return stage.director().clock();
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }

    record SetClock(ClockKind kind) implements Control {
        @Override
        public Result play(Stage stage, String process) {
            stage.director().setClock(kind);
            return Result.NOTHING;
        }
    }

    /** Moves a virtual clock. */
    record AdvanceClock(Duration time) implements Control {
        @Override
        public Result play(Stage stage, String process) {
            stage.monitor().setClock(Monitor.CLOCK_UNCHANGED, time.toNanos());
            return Result.NOTHING;
        }
    }

    /** Gives the major numbers of the drivers named, of all drivers where none is. */
    record Drivers(String driver) implements Control {
        @Override
        public Result play(Stage stage, String process) throws SyntaxException {
            if (driver != null) {
                return Result.of(stage.director().major(driver));
            }
            List<DriverEntry> drivers = stage.director().drivers();
            return Result.all(drivers.stream()
                    .map(entry -> entry.name() + ":" + entry.major())
                    .toList());
        }
    }

    /** Gives the number of mappings of I/O space that live; their places are told besides. */
    record Mappings() implements Control {
        @Override
        public Result play(Stage stage, String process) {
            List<MappingEntry> mappings = stage.monitor().mappings();
            return Result.of(mappings.size())
                    .with(mappings.stream()
                            .map(entry -> "0x%08x at 0x%08x, %d bytes, process %d"
                                    .formatted(entry.physical(), entry.address(), entry.length(), entry.pid()))
                            .reduce("", (one, other) -> one.isEmpty() ? other : one + "\n" + other));
        }
    }

    /** Gives how many machine checks there were since the transcript began; the dump of the last is told besides. */
    record Crashes() implements Control {
        @Override
        public Result play(Stage stage, String process) {
            return stage.director().crashes();
        }
    }
}
