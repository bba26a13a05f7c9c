package org.iomap.cli.transcript;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.iomap.client.IomapException;
import org.iomap.protocol.DriverEntry;

/**
 * What a word of a line can become: verbs, device files, modules, registers, drivers, as the place of the word asks.
 */
final class Completion {
    private final Stage stage;

    Completion(Stage stage) {
        this.stage = stage;
    }

    /** @param words of the line up to the one that is being typed, which is the last and may be empty */
    List<String> candidates(List<String> words) {
        int verbAt = words.get(0).startsWith("@") ? 1 : 0;
        String typed = words.get(words.size() - 1);
        int argument = words.size() - 2 - verbAt;
        if (argument < -1) {
            return List.of();
        }
        try {
            Stream<String> known =
                    argument < 0 ? Grammar.verbs().keySet().stream() : known(words.get(verbAt), argument, typed);
            return known.filter(word -> word.startsWith(typed)).sorted().toList();
        } catch (IomapException notNow) {
            return List.of();
        }
    }

    private Stream<String> known(String name, int argument, String typed) {
        Grammar.Verb verb = Grammar.verbs().get(name);
        String[] kinds = verb == null ? new String[0] : verb.arguments().split(" ");
        return argument < kinds.length ? ofKind(kinds[argument].replaceAll("[\\[\\]]", ""), typed) : Stream.of();
    }

    private Stream<String> ofKind(String kind, String typed) {
        return switch (kind) {
            case "PATH" -> paths(typed);
            case "FLAGS" -> Grammar.OPEN_FLAGS.keySet().stream();
            case "REQUEST" -> Grammar.REQUESTS.keySet().stream();
            case "ADDRESS" -> places(typed);
            case "CHIP", "TERMINAL", "INTERRUPT" -> modules().stream();
            case "DRIVER" -> stage.director().drivers().stream().map(DriverEntry::name);
            case "WIDTH" -> Stream.of("1", "2", "4", "8");
            default -> Stream.of(kind.split("\\|")).filter(word -> word.matches("[a-z]+"));
        };
    }

    private Stream<String> paths(String typed) {
        String directory = typed.contains("/") ? typed.substring(0, typed.lastIndexOf('/') + 1) : "/dev/";
        return stage.director().connection().readdir(directory).stream().map(name -> directory + name);
    }

    private Stream<String> places(String typed) {
        int dot = typed.indexOf('.');
        if (dot < 0) {
            return modules().stream();
        }
        String module = typed.substring(0, dot);
        return modules().contains(module)
                ? stage.addressBook().registers(module).keySet().stream().map(name -> module + "." + name)
                : Stream.of();
    }

    private Set<String> modules() {
        return stage.addressBook().modules().keySet();
    }
}
