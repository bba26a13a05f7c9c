package org.iomap.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads a message with nothing but registry.txt, as a stranger would, and says what it is. */
final class RegistryReader {
    private final RegistryFile registry;
    private final ByteBuf in;

    RegistryReader(RegistryFile registry, ByteBuf message) {
        this.registry = registry;
        this.in = message;
    }

    String title() {
        in.skipBytes(Header.TYPE_AT);
        int type = in.readUnsignedByte();
        in.skipBytes(1);
        int opcode = in.readUnsignedShort();
        long id = in.readUnsignedInt();
        long aux = in.readUnsignedInt();
        if (aux != 0 && type != MessageType.REQUEST.number()) {
            return "Failure[requestId=%d, opcodeNumber=%d, status=%d, detail=%s]"
                    .formatted(id, opcode, aux, structure("FailureDetail"));
        }
        return switch (MessageType.of(type)) {
            case REQUEST -> request(opcode, id, aux);
            case REPLY -> reply(opcode, id);
            default -> event(opcode);
        };
    }

    private String request(int opcode, long id, long aux) {
        String[] words = line("requests", "0x%04X ".formatted(opcode)).split(" ", -1);
        List<String> parts = new ArrayList<>(List.of("requestId=" + id));
        fields(parts, words, 2, aux);
        return camelCase(words[1]) + parts(parts);
    }

    private String reply(int opcode, long id) {
        String name = line("requests", "0x%04X ".formatted(opcode)).replaceFirst("^\\S+ (\\S+).*", "$1");
        for (var reply : registry.replies().entrySet()) {
            if (reply.getValue().contains(name)) {
                String[] words = reply.getKey().split(" ", -1);
                List<String> parts = new ArrayList<>(List.of("requestId=" + id));
                if (reply.getValue().size() > 1) {
                    parts.add("opcode=" + name);
                }
                fields(parts, words, 1, 0);
                return words[0] + parts(parts);
            }
        }
        throw new AssertionError("no reply answers " + name);
    }

    private String event(int opcode) {
        String[] words = line("events", "0x%04X ".formatted(opcode)).split(" ", -1);
        List<String> parts = new ArrayList<>();
        fields(parts, words, 3, 0);
        return words[2] + parts(parts);
    }

    private String structure(String name) {
        align(8);
        String[] words = line("structures", name + " ").split(" ", -1);
        List<String> parts = new ArrayList<>();
        fields(parts, words, 1, 0);
        return name + parts(parts);
    }

    private void fields(List<String> parts, String[] words, int first, long aux) {
        for (int i = first; i < words.length; i++) {
            String[] field = words[i].split(":", 2);
            parts.add(field[0] + "=" + value(field[1], aux));
        }
    }

    private String value(String type, long aux) {
        return switch (type) {
            case "aux" -> Long.toString(aux);
            case "width" -> Width.of(aux).toString();
            case "u16" -> Integer.toString(align(2).readUnsignedShort());
            case "u32" -> Long.toString(align(4).readUnsignedInt());
            case "u64" -> Long.toString(align(8).readLong());
            case "str", "name" -> {
                int length = align(4).readInt();
                yield in.readCharSequence(length, StandardCharsets.UTF_8).toString();
            }
            case "bytes" -> {
                int length = align(4).readInt();
                yield ByteBufUtil.hexDump(align(8).readSlice(length));
            }
            default ->
                type.startsWith("list:") ? list(type.substring(5)) : structure(type.substring("struct:".length()));
        };
    }

    private String list(String structure) {
        List<String> parts = new ArrayList<>();
        for (long left = align(4).readUnsignedInt(); left > 0; left--) {
            parts.add(structure(structure));
        }
        return parts(parts);
    }

    private ByteBuf align(int multiple) {
        return in.skipBytes(-in.readerIndex() & (multiple - 1));
    }

    private String line(String section, String start) {
        return registry.section(section).stream()
                .filter(line -> (line + " ").startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private static String parts(List<String> parts) {
        return "[" + String.join(", ", parts) + "]";
    }

    /** LoadBlock for LOAD_BLOCK. */
    private static String camelCase(String name) {
        return Pattern.compile("_?([A-Z])([A-Z]*)")
                .matcher(name)
                .replaceAll(word -> word.group(1) + word.group(2).toLowerCase(Locale.ROOT));
    }
}
