package org.iomap.cli.command;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key by its name, with those held down meanwhile: {@code F1}, {@code Return}, {@code ctrl-alt-Delete}; and what a
 * terminal sends for it.
 *
 * <p>Source: XTerm Control Sequences; for the keys it has no sequence for, and for characters with modifiers, the kitty
 * keyboard protocol.
 */
record KeyName(String sequence) {
    private static final Pattern FORM = Pattern.compile("((?:(?:shift|alt|ctrl)-)*)(.+)", Pattern.CASE_INSENSITIVE);
    private static final String ESCAPE = "\033";
    private static final Map<String, String> SEQUENCES = new HashMap<>();

    static {
        put("Up A,Down B,Right C,Left D,End F,Home H,F1 P,F2 Q,F3 R,F4 S");
        put("Insert 2~,Delete 3~,PageUp 5~,PageDown 6~");
        put("F5 15~,F6 17~,F7 18~,F8 19~,F9 20~,F10 21~,F11 23~,F12 24~");
        put("Tab 9u,Return 13u,Escape 27u,Space 32u,BackSpace 127u");
        put("CapsLock 57358u,ScrollLock 57359u,NumLock 57360u,Print 57361u,Pause 57362u,Menu 57363u");
        put("LeftSuper 57444u,RightSuper 57450u,Shift 57441u,Ctrl 57442u,Alt 57443u");
    }

    /** @throws UsageException if there is no such key */
    static KeyName of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException("a key has a name");
        }
        String held = matcher.group(1).toLowerCase(Locale.ROOT);
        int modifiers = 1
                + (held.contains("shift-") ? 1 : 0)
                + (held.contains("alt-") ? 2 : 0)
                + (held.contains("ctrl-") ? 4 : 0);
        return new KeyName(sequence(matcher.group(2), modifiers));
    }

    private static String sequence(String name, int modifiers) {
        String known = SEQUENCES.get(name.toLowerCase(Locale.ROOT));
        if (known == null && name.length() == 1 && name.charAt(0) > ' ' && name.charAt(0) < 0x7F) {
            known = (int) name.charAt(0) + "u";
        }
        if (known == null) {
            throw new UsageException("no key '" + name + "'; `iomap type --help' lists them");
        }
        int last = known.length() - 1;
        String number = last == 0 ? "1" : known.substring(0, last);
        return ESCAPE + "[" + number + ";" + modifiers + known.charAt(last);
    }

    private static void put(String keys) {
        for (String key : keys.split(",", -1)) {
            String[] words = key.split(" ", 2);
            SEQUENCES.put(words[0].toLowerCase(Locale.ROOT), words[1]);
        }
    }
}
