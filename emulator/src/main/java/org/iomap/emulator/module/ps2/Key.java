package org.iomap.emulator.module.ps2;

import java.util.HashMap;
import java.util.Map;

/**
 * The keys of a US keyboard with 104 keys: their scan codes in each of the three sets, and what a terminal sends for
 * them.
 *
 * <p>A scan code of two bytes begins with E0. PAUSE has sequences of its own in the sets 1 and 2.
 */
enum Key {
    // spotless:off
    //             set 1   set 2   set 3 characters, or a control sequence: its first parameter and last character
    ESCAPE        (0x01,   0x76,   0x08, '\033', '\033'),
    F1            (0x3B,   0x05,   0x07, "P"),
    F2            (0x3C,   0x06,   0x0F, "Q"),
    F3            (0x3D,   0x04,   0x17, "R"),
    F4            (0x3E,   0x0C,   0x1F, "S"),
    F5            (0x3F,   0x03,   0x27, "15~"),
    F6            (0x40,   0x0B,   0x2F, "17~"),
    F7            (0x41,   0x83,   0x37, "18~"),
    F8            (0x42,   0x0A,   0x3F, "19~"),
    F9            (0x43,   0x01,   0x47, "20~"),
    F10           (0x44,   0x09,   0x4F, "21~"),
    F11           (0x57,   0x78,   0x56, "23~"),
    F12           (0x58,   0x07,   0x5E, "24~"),
    PRINT         (0xE037, 0xE07C, 0x57, "57361u"),
    SCROLL_LOCK   (0x46,   0x7E,   0x5F, "57359u"),
    PAUSE         (0x00,   0x00,   0x62, "57362u"),
    GRAVE         (0x29,   0x0E,   0x0E, '`', '~'),
    DIGIT_1       (0x02,   0x16,   0x16, '1', '!'),
    DIGIT_2       (0x03,   0x1E,   0x1E, '2', '@'),
    DIGIT_3       (0x04,   0x26,   0x26, '3', '#'),
    DIGIT_4       (0x05,   0x25,   0x25, '4', '$'),
    DIGIT_5       (0x06,   0x2E,   0x2E, '5', '%'),
    DIGIT_6       (0x07,   0x36,   0x36, '6', '^'),
    DIGIT_7       (0x08,   0x3D,   0x3D, '7', '&'),
    DIGIT_8       (0x09,   0x3E,   0x3E, '8', '*'),
    DIGIT_9       (0x0A,   0x46,   0x46, '9', '('),
    DIGIT_0       (0x0B,   0x45,   0x45, '0', ')'),
    MINUS         (0x0C,   0x4E,   0x4E, '-', '_'),
    EQUAL         (0x0D,   0x55,   0x55, '=', '+'),
    BACKSPACE     (0x0E,   0x66,   0x66, '\177', '\177'),
    TAB           (0x0F,   0x0D,   0x0D, '\t', '\t'),
    Q             (0x10,   0x15,   0x15, 'q', 'Q'),
    W             (0x11,   0x1D,   0x1D, 'w', 'W'),
    E             (0x12,   0x24,   0x24, 'e', 'E'),
    R             (0x13,   0x2D,   0x2D, 'r', 'R'),
    T             (0x14,   0x2C,   0x2C, 't', 'T'),
    Y             (0x15,   0x35,   0x35, 'y', 'Y'),
    U             (0x16,   0x3C,   0x3C, 'u', 'U'),
    I             (0x17,   0x43,   0x43, 'i', 'I'),
    O             (0x18,   0x44,   0x44, 'o', 'O'),
    P             (0x19,   0x4D,   0x4D, 'p', 'P'),
    BRACKET_LEFT  (0x1A,   0x54,   0x54, '[', '{'),
    BRACKET_RIGHT (0x1B,   0x5B,   0x5B, ']', '}'),
    BACKSLASH     (0x2B,   0x5D,   0x5C, '\\', '|'),
    CAPS_LOCK     (0x3A,   0x58,   0x14, "57358u"),
    A             (0x1E,   0x1C,   0x1C, 'a', 'A'),
    S             (0x1F,   0x1B,   0x1B, 's', 'S'),
    D             (0x20,   0x23,   0x23, 'd', 'D'),
    F             (0x21,   0x2B,   0x2B, 'f', 'F'),
    G             (0x22,   0x34,   0x34, 'g', 'G'),
    H             (0x23,   0x33,   0x33, 'h', 'H'),
    J             (0x24,   0x3B,   0x3B, 'j', 'J'),
    K             (0x25,   0x42,   0x42, 'k', 'K'),
    L             (0x26,   0x4B,   0x4B, 'l', 'L'),
    SEMICOLON     (0x27,   0x4C,   0x4C, ';', ':'),
    APOSTROPHE    (0x28,   0x52,   0x52, '\'', '"'),
    RETURN        (0x1C,   0x5A,   0x5A, '\r', '\r'),
    SHIFT_LEFT    (0x2A,   0x12,   0x12, "57441u"),
    Z             (0x2C,   0x1A,   0x1A, 'z', 'Z'),
    X             (0x2D,   0x22,   0x22, 'x', 'X'),
    C             (0x2E,   0x21,   0x21, 'c', 'C'),
    V             (0x2F,   0x2A,   0x2A, 'v', 'V'),
    B             (0x30,   0x32,   0x32, 'b', 'B'),
    N             (0x31,   0x31,   0x31, 'n', 'N'),
    M             (0x32,   0x3A,   0x3A, 'm', 'M'),
    COMMA         (0x33,   0x41,   0x41, ',', '<'),
    PERIOD        (0x34,   0x49,   0x49, '.', '>'),
    SLASH         (0x35,   0x4A,   0x4A, '/', '?'),
    SHIFT_RIGHT   (0x36,   0x59,   0x59, "57447u"),
    CONTROL_LEFT  (0x1D,   0x14,   0x11, "57442u"),
    SUPER_LEFT    (0xE05B, 0xE01F, 0x8B, "57444u"),
    ALT_LEFT      (0x38,   0x11,   0x19, "57443u"),
    SPACE         (0x39,   0x29,   0x29, ' ', ' '),
    ALT_RIGHT     (0xE038, 0xE011, 0x39, "57449u"),
    SUPER_RIGHT   (0xE05C, 0xE027, 0x8C, "57450u"),
    MENU          (0xE05D, 0xE02F, 0x8D, "57363u"),
    CONTROL_RIGHT (0xE01D, 0xE014, 0x58, "57448u"),
    INSERT        (0xE052, 0xE070, 0x67, "2~"),
    HOME          (0xE047, 0xE06C, 0x6E, "H"),
    PAGE_UP       (0xE049, 0xE07D, 0x6F, "5~"),
    DELETE        (0xE053, 0xE071, 0x64, "3~"),
    END           (0xE04F, 0xE069, 0x65, "F"),
    PAGE_DOWN     (0xE051, 0xE07A, 0x6D, "6~"),
    UP            (0xE048, 0xE075, 0x63, "A"),
    LEFT          (0xE04B, 0xE06B, 0x61, "D"),
    DOWN          (0xE050, 0xE072, 0x60, "B"),
    RIGHT         (0xE04D, 0xE074, 0x6A, "C"),
    NUM_LOCK      (0x45,   0x77,   0x76, "57360u"),
    KEYPAD_DIVIDE (0xE035, 0xE04A, 0x77, "57410u"),
    KEYPAD_MULTIPLY(0x37,   0x7C,   0x7E, "57411u"),
    KEYPAD_SUBTRACT(0x4A,   0x7B,   0x84, "57412u"),
    KEYPAD_7      (0x47,   0x6C,   0x6C, "57406u"),
    KEYPAD_8      (0x48,   0x75,   0x75, "57407u"),
    KEYPAD_9      (0x49,   0x7D,   0x7D, "57408u"),
    KEYPAD_ADD    (0x4E,   0x79,   0x7C, "57413u"),
    KEYPAD_4      (0x4B,   0x6B,   0x6B, "57403u"),
    KEYPAD_5      (0x4C,   0x73,   0x73, "57404u"),
    KEYPAD_6      (0x4D,   0x74,   0x74, "57405u"),
    KEYPAD_1      (0x4F,   0x69,   0x69, "57400u"),
    KEYPAD_2      (0x50,   0x72,   0x72, "57401u"),
    KEYPAD_3      (0x51,   0x7A,   0x7A, "57402u"),
    KEYPAD_0      (0x52,   0x70,   0x70, "57399u"),
    KEYPAD_DECIMAL(0x53,   0x71,   0x71, "57409u"),
    KEYPAD_ENTER  (0xE01C, 0xE05A, 0x79, "57414u");
    // spotless:on

    private static final Map<String, Key> BY_SEQUENCE = new HashMap<>();
    private static final Key[] BY_CHARACTER = new Key[0x80];

    static {
        for (Key key : values()) {
            if (key.sequence.isEmpty()) {
                BY_CHARACTER[key.plain] = key;
                BY_CHARACTER[key.shifted] = key;
            } else {
                BY_SEQUENCE.put(key.sequence, key);
            }
        }
    }

    private final int set1;
    private final int set2;
    private final int set3;
    private final char plain;
    private final char shifted;
    private final String sequence;

    Key(int set1, int set2, int set3, char plain, char shifted) {
        this.set1 = set1;
        this.set2 = set2;
        this.set3 = set3;
        this.plain = plain;
        this.shifted = shifted;
        this.sequence = "";
    }

    Key(int set1, int set2, int set3, String sequence) {
        this.set1 = set1;
        this.set2 = set2;
        this.set3 = set3;
        this.plain = 0;
        this.shifted = 0;
        this.sequence = sequence;
    }

    /** Returns the key with this character, or null. */
    static Key of(int character) {
        return character < BY_CHARACTER.length ? BY_CHARACTER[character] : null;
    }

    /**
     * Returns the key for which a terminal sends this, or null.
     *
     * @param sequence the first parameter, unless that is 1, and the final character of a control sequence
     */
    static Key of(String sequence) {
        return BY_SEQUENCE.get(sequence);
    }

    /** True when this character is typed with Shift. */
    boolean isShifted(int character) {
        return character == shifted && character != plain;
    }

    /**
     * Returns what the key sends when it is pressed.
     *
     * @param set 1 to 3
     */
    int scanCode(int set) {
        return switch (set) {
            case 1 -> set1;
            case 2 -> set2;
            default -> set3;
        };
    }
}
