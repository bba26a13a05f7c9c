package org.iomap.cli.transcript;

import java.util.ArrayList;
import java.util.List;
import org.iomap.cli.command.Explanation;
import org.iomap.cli.transcript.Outcome.Result;
import org.iomap.protocol.Explained;
import org.iomap.protocol.RoadEntry;
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

    /**
     * Gives the physical address, then each mapping by which it is reached, the one that was asked about first: who has
     * it, and by which call.
     */
    record Explain(Place place) implements Physical {
        @Override
        public Result play(Stage stage, String process) throws SyntaxException {
            Explained told = process.isEmpty()
                    ? stage.monitor().explain(0, stage.physical(place))
                    : stage.monitor().explain(stage.process(process).welcome().pid(), stage.virtual(process, place));
            stage.explained(told);
            List<String> words = new ArrayList<>(List.of(Result.hex(Width.WORD, told.physical())));
            told.roads().forEach(road -> words.add(word(road)));
            return new Result(words, 1, Explanation.text(told));
        }

        private static String word(RoadEntry road) {
            return lastWord(road.actor()) + ":" + lastWord(road.call());
        }

        private static String lastWord(String text) {
            return text.substring(text.lastIndexOf(' ') + 1);
        }

        @Override
        public boolean isReal() {
            return false;
        }
    }
}
