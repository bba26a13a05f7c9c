package org.iomap.cli.command;

import java.util.List;
import java.util.Optional;
import org.iomap.protocol.Explained;
import org.iomap.protocol.FieldEntry;
import org.iomap.protocol.PlaceEntry;
import org.iomap.protocol.RegisterEntry;
import org.iomap.protocol.RoadEntry;

/** The way from an address to a register, in the words that its text and its drawing share. */
final class Chain {
    static final long PAGE = 4096;

    private static final long IO_SPACE = 0xF000_0000L;
    private static final String[] PROTECTION = {"--", "r-", "-w", "rw"};
    private static final String[] RIGHTS = {"", "KERNEL_RW", "USER_RW"};
    private static final String[] ACCESS = {"-", "R", "W", "RW"};

    private final Explained told;

    /** What --json prints: the fields of the reply. */
    record ForPrograms(
            long pid,
            long address,
            long physical,
            long word,
            long readable,
            PlaceEntry place,
            List<RegisterEntry> registers,
            List<RoadEntry> roads) {}

    Chain(Explained told) {
        this.told = told;
    }

    ForPrograms forPrograms() {
        return new ForPrograms(
                told.pid(),
                told.address(),
                told.physical(),
                told.word(),
                told.readable(),
                told.place(),
                told.registers(),
                told.roads());
    }

    long physical() {
        return told.physical();
    }

    PlaceEntry place() {
        return told.place();
    }

    List<RegisterEntry> registers() {
        return told.registers();
    }

    List<RoadEntry> roads() {
        return told.roads();
    }

    /** The mapping that the address is in; none where it is physical. */
    Optional<RoadEntry> own() {
        return told.pid() == 0 ? Optional.empty() : Optional.of(told.roads().get(0));
    }

    /** Without that of the address itself. */
    List<RoadEntry> otherRoads() {
        return told.roads().subList(own().isPresent() ? 1 : 0, told.roads().size());
    }

    /** Such as {@code uart0.LSR}, {@code videolive + 0x10} or {@code a hole}. */
    String title() {
        return switch ((int) told.place().kind()) {
            case PlaceEntry.NOTHING -> "a hole";
            case PlaceEntry.HOST_MEMORY -> "host memory";
            default ->
                told.registers().isEmpty()
                        ? "%s + 0x%x".formatted(told.place().module(), offset())
                        : told.place().module() + "." + told.registers().get(0).name();
        };
    }

    /** Bytes from the start of what answers. */
    long offset() {
        return told.physical() - told.place().start();
    }

    /** What answers, where that is, and whose it is. */
    List<String> placeLines() {
        PlaceEntry place = told.place();
        return List.of(
                        place.description(),
                        place.hardwarePath(),
                        place.resource(),
                        place.kind() == PlaceEntry.NOTHING
                                ? "nothing answers: an access is a bus error (rule 22)"
                                : "%s + 0x%x".formatted(hex(place.start()), offset()),
                        place.claimedBy().isEmpty()
                                ? ""
                                : "requested by driver %s%s"
                                        .formatted(place.claimedBy(), place.exclusive() == 1 ? " exclusively" : ""))
                .stream()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    boolean hasWord() {
        return told.readable() == 1;
    }

    /** The word around the place, as a load finds it on the bus. */
    String word() {
        return "0x%08x".formatted(told.word());
    }

    long wordAddress() {
        return told.physical() & -4;
    }

    /** True where the bus shows a register with its bytes swapped: a card's little-endian registers. */
    boolean isSwapped() {
        return told.readable() == 1
                && told.registers().stream()
                        .anyMatch(register -> register.width() == 4
                                && register.readable() == 1
                                && register.value() != told.word()
                                && register.value() == Integer.toUnsignedLong(Integer.reverseBytes((int) told.word())));
    }

    static String who(RoadEntry road) {
        return isDrivers(road) ? road.actor() : "process %d (%s)".formatted(road.pid(), road.actor());
    }

    static boolean isDrivers(RoadEntry road) {
        return road.actor().startsWith("driver ");
    }

    /** Such as {@code ioctl IOMAPMAP of /dev/gsc0}. */
    static String call(RoadEntry road) {
        return road.path().isEmpty() ? road.call() : road.call() + " of " + road.path();
    }

    /** Such as {@code driver iomap, minor 0x4000e1}. */
    static String through(RoadEntry road) {
        if (isDrivers(road) || road.driver().isEmpty()) {
            return "";
        }
        return road.device() == 0
                ? "driver " + road.driver()
                : "driver %s, minor 0x%06x"
                        .formatted(road.driver(), DeviceNumber.of(road.device()).minor());
    }

    static String rights(RoadEntry road) {
        return (PROTECTION[(int) road.protection() & 3] + " " + RIGHTS[(int) Math.min(road.rights(), 2)]).trim();
    }

    static String access(RegisterEntry register) {
        return ACCESS[(int) register.access() & 3];
    }

    /** A number of the width of a register. */
    static String value(RegisterEntry register, long value) {
        return ("0x%0" + 2 * register.width() + "x").formatted(value);
    }

    static long value(FieldEntry field, long ofRegister) {
        return ofRegister >>> field.lowestBit() & -1L >>> (64 - field.bits());
    }

    static String bits(FieldEntry field) {
        return field.bits() == 1
                ? "bit " + field.lowestBit()
                : "bits %d:%d".formatted(field.lowestBit() + field.bits() - 1, field.lowestBit());
    }

    static String hex(long address) {
        return "0x%08x".formatted(address);
    }

    static String size(long bytes) {
        return bytes >= 1 << 20 && bytes % (1 << 20) == 0
                ? (bytes >> 20) + "M"
                : bytes % (1 << 10) == 0 ? (bytes >> 10) + "K" : Long.toString(bytes);
    }

    boolean isIoSpace() {
        return told.physical() >= IO_SPACE;
    }
}
