package org.iomap.cli.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.iomap.protocol.FieldEntry;
import org.iomap.protocol.PlaceEntry;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.RoadEntry;

/** The way from an address to a register, a line for each step. */
final class ChainText {
    private final Chain chain;

    ChainText(Chain chain) {
        this.chain = chain;
    }

    void print(PrintWriter out) {
        Steps steps = new Steps();
        chain.own().ifPresent(own -> mapping(own, steps));
        steps.add(
                "physical",
                Chain.hex(chain.physical()),
                "page 0x%x, offset 0x%03x".formatted(chain.physical() / Chain.PAGE, chain.physical() % Chain.PAGE));
        place(steps);
        chain.registers().forEach(register -> register(register, steps));
        word(steps);
        steps.print(out);
        roads(out);
    }

    private static void mapping(RoadEntry own, Steps steps) {
        steps.add("virtual", Chain.hex(own.at()), Chain.who(own) + ", uid " + own.uid());
        String through = Chain.through(own);
        steps.add(
                "mapping",
                Chain.hex(own.address()),
                "%s from %s on, %s: %s%s"
                        .formatted(
                                Chain.size(own.length()),
                                Chain.hex(own.physical()),
                                Chain.rights(own),
                                Chain.call(own),
                                through.isEmpty() ? "" : ", " + through));
        if (own.driver().equals("iomap")) {
            minor(DeviceNumber.of(own.device()), steps);
        }
    }

    /** What the minor number of an iomap device says: 0xAAAASM. */
    private static void minor(DeviceNumber device, Steps steps) {
        long minor = device.minor();
        steps.add(
                "minor",
                "0x%06x".formatted(minor),
                "AAAA=0x%04x S=%d M=%d: %d * 2^%d pages from %s on (rules 3 and 4)"
                        .formatted(
                                minor >>> 8,
                                minor >>> 4 & 15,
                                minor & 15,
                                minor & 15,
                                minor >>> 4 & 15,
                                Chain.hex(device.region())));
    }

    private void place(Steps steps) {
        switch ((int) chain.place().kind()) {
            case PlaceEntry.NOTHING -> steps.add("hole", "", String.join(", ", chain.placeLines()));
            case PlaceEntry.HOST_MEMORY -> steps.add("memory", "host", String.join(", ", chain.placeLines()));
            default -> steps.add("module", chain.place().module(), String.join(", ", chain.placeLines()));
        }
    }

    private static void register(RegisterEntry register, Steps steps) {
        boolean readable = register.readable() == 1;
        steps.add(
                "register",
                register.name(),
                "%s, %d byte%s, %s, %s after a reset"
                        .formatted(
                                readable ? Chain.value(register, register.value()) : "not read",
                                register.width(),
                                register.width() == 1 ? "" : "s",
                                Chain.access(register),
                                Chain.value(register, register.reset())));
        for (FieldEntry field : register.fields()) {
            String bits = Chain.bits(field);
            steps.add(
                    "field",
                    field.name(),
                    readable ? "0x%x in %s".formatted(Chain.value(field, register.value()), bits) : bits);
        }
    }

    private void word(Steps steps) {
        if (chain.isSwapped()) {
            steps.add("load", chain.word(), "with its bytes swapped: the register is little-endian here");
        } else if (chain.registers().isEmpty() && chain.hasWord()) {
            steps.add("word", chain.word(), "at " + Chain.hex(chain.wordAddress()));
        }
    }

    private void roads(PrintWriter out) {
        List<RoadEntry> roads = chain.otherRoads();
        String other = chain.own().isPresent() ? "other " : "";
        if (roads.isEmpty()) {
            out.println("no %smapping leads there at this moment".formatted(other));
            out.flush();
            return;
        }
        out.println("%smappings that lead there at this moment:".formatted(other));
        Table table = new Table("WHO", "ADDRESS", "CALL", "FILE", "DRIVER", "RIGHTS");
        for (RoadEntry road : roads) {
            table.row(
                    Chain.who(road),
                    Chain.hex(road.at()),
                    road.call(),
                    road.path().isEmpty() ? "-" : road.path(),
                    road.driver().isEmpty() ? "-" : road.driver(),
                    Chain.rights(road));
        }
        table.print(out);
    }

    /** Three columns without headings. */
    private static final class Steps {
        private final List<String[]> rows = new ArrayList<>();

        void add(String step, String name, String text) {
            rows.add(new String[] {step, name, text});
        }

        void print(PrintWriter out) {
            int width = rows.stream().mapToInt(row -> row[1].length()).max().orElse(0);
            for (String[] row : rows) {
                out.println("%-8s  %s%s  %s"
                        .formatted(row[0], row[1], " ".repeat(width - row[1].length()), row[2])
                        .stripTrailing());
            }
        }
    }
}
