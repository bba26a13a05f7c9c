package org.iomap.cli.command;

import static org.iomap.cli.command.Canvas.Anchor.END;
import static org.iomap.cli.command.Canvas.Anchor.MIDDLE;
import static org.iomap.cli.command.Canvas.Anchor.START;
import static org.iomap.cli.command.Canvas.Letters.BOLD;
import static org.iomap.cli.command.Canvas.Letters.MONO;
import static org.iomap.cli.command.Canvas.Letters.MONO_BOLD;
import static org.iomap.cli.command.Canvas.Letters.PLAIN;

import java.util.List;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.RoadEntry;

/**
 * The way from an address to a register as a picture: on the left every mapping that leads there, in the middle the
 * physical page, on the right what answers, and below it the register, bit by bit.
 */
final class ChainDrawing {
    private static final int WIDTH = 1200;
    private static final int MARGIN = 32;
    private static final int TOP = 132;
    private static final int MOST_ROADS = 12;

    private static final int ROAD_WIDTH = 440;
    private static final int ROAD_HEIGHT = 104;
    private static final int GAP = 16;
    private static final int PAGE_X = 588;
    private static final int PAGE_WIDTH = 196;
    private static final int PAGE_HEIGHT = 168;
    private static final int PLACE_X = 880;
    private static final int PLACE_WIDTH = WIDTH - MARGIN - PLACE_X;
    private static final int LINE = 20;

    private static final int INK = 0x1F2933;
    private static final int GREY = 0x6B7785;
    private static final int EDGE = 0xCBD2D9;
    private static final int PAPER = 0xFFFFFF;
    private static final int SHADE = 0xF5F7FA;
    private static final int CHOSEN = 0xFFF8E1;
    private static final int ACCENT = 0x334E68;

    private final Chain chain;
    private final List<RoadEntry> roads;
    private final List<RegisterDrawing> registers;
    private final int middle;
    private final int columnsEnd;

    ChainDrawing(Chain chain) {
        this.chain = chain;
        roads = chain.roads().subList(0, Math.min(MOST_ROADS, chain.roads().size()));
        registers = chain.registers().stream()
                .map(register -> new RegisterDrawing(register, heading(register)))
                .toList();
        int shown = roads.size() * (ROAD_HEIGHT + GAP) - GAP;
        int tallest = Math.max(Math.max(shown, PAGE_HEIGHT), placeHeight());
        middle = TOP + tallest / 2;
        columnsEnd = TOP + tallest + (chain.roads().size() > MOST_ROADS ? 2 * LINE : 0);
    }

    int width() {
        return WIDTH;
    }

    int height() {
        int below = registers.stream().mapToInt(RegisterDrawing::height).sum();
        return columnsEnd + 2 * GAP + (registers.isEmpty() ? 3 * LINE : below) + notes().size() * LINE + MARGIN;
    }

    void on(Canvas canvas) {
        head(canvas);
        int y = middle - (roads.size() * (ROAD_HEIGHT + GAP) - GAP) / 2;
        for (RoadEntry road : roads) {
            canvas.curve(MARGIN + ROAD_WIDTH, y + ROAD_HEIGHT / 2, PAGE_X, stripe(), colour(road), isOwn(road) ? 4 : 2);
            road(canvas, road, y);
            y += ROAD_HEIGHT + GAP;
        }
        roadsLeftOut(canvas);
        canvas.curve(PAGE_X + PAGE_WIDTH, stripe(), PLACE_X, middle, ACCENT, 4);
        page(canvas);
        place(canvas);
        below(canvas);
    }

    private void head(Canvas canvas) {
        canvas.text(MARGIN, 52, 28, BOLD, START, INK, chain.title());
        canvas.text(MARGIN, 78, 15, PLAIN, START, GREY, subtitle());
        canvas.text(MARGIN, TOP - 14, 12, BOLD, START, GREY, "MAPPED BY");
        canvas.text(PAGE_X, TOP - 14, 12, BOLD, START, GREY, "PHYSICAL PAGE");
        canvas.text(PLACE_X, TOP - 14, 12, BOLD, START, GREY, "WHAT ANSWERS");
    }

    private String subtitle() {
        int count = chain.roads().size();
        return "physical %s; %s at this moment"
                .formatted(
                        Chain.hex(chain.physical()),
                        count == 0
                                ? "no mapping leads there"
                                : count == 1 ? "1 mapping leads there" : count + " mappings lead there");
    }

    private void road(Canvas canvas, RoadEntry road, int y) {
        boolean own = isOwn(road);
        int right = MARGIN + ROAD_WIDTH - 14;
        canvas.box(MARGIN, y, ROAD_WIDTH, ROAD_HEIGHT, own ? CHOSEN : PAPER, own ? colour(road) : EDGE, own ? 2 : 1);
        canvas.box(MARGIN, y, 8, ROAD_HEIGHT, colour(road), colour(road), 1);
        canvas.text(MARGIN + 24, y + 26, 15, BOLD, START, INK, cut(Chain.who(road), 34));
        canvas.text(right, y + 26, 14, MONO, END, GREY, Chain.rights(road));
        canvas.text(MARGIN + 24, y + 54, 20, MONO_BOLD, START, colour(road), Chain.hex(road.at()));
        canvas.text(MARGIN + 24, y + 76, 14, PLAIN, START, INK, cut(Chain.call(road), 54));
        canvas.text(MARGIN + 24, y + 94, 12, PLAIN, START, GREY, cut(window(road), 64));
    }

    private static String window(RoadEntry road) {
        String through = Chain.through(road);
        return "%s + 0x%x of %s%s"
                .formatted(
                        Chain.hex(road.address()),
                        road.at() - road.address(),
                        Chain.size(road.length()),
                        through.isEmpty() ? "" : "; " + through);
    }

    private void roadsLeftOut(Canvas canvas) {
        if (roads.isEmpty()) {
            canvas.text(MARGIN, middle, 15, PLAIN, START, GREY, "nobody");
        } else if (chain.roads().size() > roads.size()) {
            int more = chain.roads().size() - roads.size();
            canvas.text(MARGIN, columnsEnd - LINE / 2, 14, PLAIN, START, GREY, "and " + more + " more");
        }
    }

    /** Where in the picture of the page the address is. */
    private int stripe() {
        int inside = PAGE_HEIGHT - 64;
        return middle - PAGE_HEIGHT / 2 + 46 + (int) (chain.physical() % Chain.PAGE * inside / Chain.PAGE);
    }

    private void page(Canvas canvas) {
        int top = middle - PAGE_HEIGHT / 2;
        long start = chain.physical() & -Chain.PAGE;
        canvas.box(PAGE_X, top, PAGE_WIDTH, PAGE_HEIGHT, SHADE, ACCENT, 2);
        canvas.text(PAGE_X + PAGE_WIDTH - 10, top + PAGE_HEIGHT - 10, 12, PLAIN, END, GREY, "4K");
        canvas.box(PAGE_X + 2, stripe() - 1, PAGE_WIDTH - 4, 2, ACCENT, ACCENT, 1);
        canvas.text(
                PAGE_X + PAGE_WIDTH / 2, top + 24, 16, MONO_BOLD, MIDDLE, INK, "0x%x".formatted(start / Chain.PAGE));
        int label = stripe() > middle ? stripe() - 10 : stripe() + 22;
        canvas.text(
                PAGE_X + PAGE_WIDTH / 2,
                label,
                14,
                MONO,
                MIDDLE,
                ACCENT,
                "%s + 0x%03x".formatted(Chain.hex(start), chain.physical() - start));
    }

    private int placeHeight() {
        return 48 + chain.placeLines().size() * LINE + 8;
    }

    private void place(Canvas canvas) {
        int top = middle - placeHeight() / 2;
        canvas.box(PLACE_X, top, PLACE_WIDTH, placeHeight(), PAPER, ACCENT, 2);
        String name =
                chain.place().module().isEmpty() ? chain.title() : chain.place().module();
        canvas.text(PLACE_X + 16, top + 30, 18, BOLD, START, INK, cut(name, 26));
        int y = top + 54;
        for (String line : chain.placeLines()) {
            canvas.text(PLACE_X + 16, y, 13, PLAIN, START, GREY, cut(line, 42));
            y += LINE;
        }
    }

    private void below(Canvas canvas) {
        int y = columnsEnd + 2 * GAP;
        if (registers.isEmpty()) {
            canvas.text(MARGIN, y + LINE, 18, MONO_BOLD, START, INK, chain.hasWord() ? chain.word() : "no register");
            canvas.text(MARGIN, y + 2 * LINE, 13, PLAIN, START, GREY, wordNote());
            y += 3 * LINE;
        }
        for (RegisterDrawing register : registers) {
            register.on(canvas, MARGIN, y);
            y += register.height();
        }
        for (String note : notes()) {
            canvas.text(MARGIN, y + 14, 13, PLAIN, START, GREY, note);
            y += LINE;
        }
    }

    private String wordNote() {
        return chain.hasWord() ? "the word at " + Chain.hex(chain.wordAddress()) : "no word is answered here";
    }

    private List<String> notes() {
        return chain.isSwapped()
                ? List.of("A load of this word gives " + chain.word()
                        + ": the register is little-endian here, the processor big-endian.")
                : List.of();
    }

    /** What reaches a register where a load and a store reach different ones. */
    private String heading(RegisterEntry register) {
        if (chain.registers().size() == 1) {
            return "";
        }
        return register.access() == 2 ? "a store reaches" : "a load reaches";
    }

    private boolean isOwn(RoadEntry road) {
        return chain.own().filter(road::equals).isPresent();
    }

    private static int colour(RoadEntry road) {
        return switch (road.call()) {
            case "ioremap" -> 0xC05621;
            case "dma_alloc_coherent" -> 0x6B46C1;
            case "mmap" ->
                road.path().equals("/dev/mem") ? 0xC53030 : road.path().startsWith("/sys/") ? 0x0987A0 : 0x2F855A;
            default -> 0x2B6CB0;
        };
    }

    private static String cut(String text, int letters) {
        return text.length() <= letters ? text : text.substring(0, letters - 1) + "…";
    }
}
