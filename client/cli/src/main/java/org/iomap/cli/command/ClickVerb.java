package org.iomap.cli.command;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.iomap.client.Monitor;
import org.iomap.client.RemoteProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Moves and clicks the mouse of the machine. */
@Command(
        name = "click",
        header = "Move and click the mouse.",
        sortOptions = false,
        description = {
            "Moves the machine's PS/2 mouse, turns its wheel, then presses buttons, drags and releases them. With --move "
                    + "or --wheel alone it presses nothing; without any option it clicks the left button.",
            "X is to the right and Y towards the hand, a quarter of a millimetre each: one count of a mouse at its "
                    + "default resolution. Needs the monitor right."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  iomap click                                  click the left button",
            "  iomap click --move 10,-5 --button right      to the right and away, then click",
            "  iomap click --drag 40,0                      press, move, release",
            "  iomap click --wheel -3"
        })
public final class ClickVerb extends Verb {
    private static final int LEFT = 1;
    private static final Map<String, Integer> BUTTONS =
            Map.of("left", LEFT, "right", 2, "middle", 4, "side", 8, "extra", 16);

    @Option(names = "--move", paramLabel = "X,Y", converter = WayConverter.class, description = "Move first.")
    private Way move = Way.NONE;

    @Option(names = "--wheel", paramLabel = "N", defaultValue = "0", description = "Turn the wheel towards the hand.")
    private int wheel;

    @Option(
            names = "--button",
            paramLabel = "NAME",
            description = "left, right or middle, side or extra; repeated, they are pressed together.")
    private List<String> buttons = List.of();

    @Option(
            names = "--drag",
            paramLabel = "X,Y",
            converter = WayConverter.class,
            description = "Move while the buttons are pressed.")
    private Way drag = Way.NONE;

    @Option(names = "--pointer", paramLabel = "NAME", defaultValue = "mouse", description = "Default: mouse.")
    private String pointer;

    /** How far the hand moves. */
    record Way(int x, int y) {
        private static final Way NONE = new Way(0, 0);
    }

    /** Two numbers with a comma between. */
    static final class WayConverter implements ITypeConverter<Way> {
        private static final Pattern FORM = Pattern.compile("([+-]?\\d{1,6}),([+-]?\\d{1,6})");

        @Override
        public Way convert(String text) {
            Matcher way = FORM.matcher(text);
            if (!way.matches()) {
                throw new TypeConversionException("'" + text + "' is not a way such as 10,-5");
            }
            return new Way(Integer.parseInt(way.group(1)), Integer.parseInt(way.group(2)));
        }
    }

    @Override
    void run(RemoteProcess process) {
        boolean moves = !move.equals(Way.NONE) || wheel != 0;
        boolean drags = !drag.equals(Way.NONE);
        int named = named();
        int pressed = named == 0 && (drags || !moves) ? LEFT : named;
        Monitor monitor = process.monitor();
        if (moves) {
            monitor.movePointer(pointer, 0, move.x(), move.y(), wheel);
        }
        if (pressed != 0) {
            monitor.movePointer(pointer, pressed, 0, 0, 0);
            if (drags) {
                monitor.movePointer(pointer, pressed, drag.x(), drag.y(), 0);
            }
            monitor.movePointer(pointer, 0, 0, 0, 0);
        }
    }

    private int named() {
        int pressed = 0;
        for (String button : buttons) {
            if (!BUTTONS.containsKey(button)) {
                throw new UsageException("a button is left, right, middle, side or extra, not " + button);
            }
            pressed |= BUTTONS.get(button);
        }
        return pressed;
    }
}
