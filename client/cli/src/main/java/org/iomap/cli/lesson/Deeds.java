package org.iomap.cli.lesson;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.iomap.protocol.TraceKind;
import org.iomap.protocol.Traced;

/** Understands the lines of a trace, in their order: who each process is, and what its descriptors stand for. */
final class Deeds {
    private static final Pattern BEGINNING = Pattern.compile("process \\d+ begins: (\\S*) uid (\\d+)");
    private static final Pattern DRIVER = Pattern.compile("driver (\\S+) begins");
    private static final Pattern RULE = Pattern.compile("rule (\\d+): .*");
    private static final Pattern FAULT = Pattern.compile("(SIG\\w+) .*?\\bat (?:address )?0x([0-9a-f]+)\\b.*");
    private static final String RESULT = " = ";
    private static final long NOBODY = -1;

    private final List<Deed> deeds = new ArrayList<>();
    private final Map<Long, Doer> doers = new HashMap<>();
    private final Map<Long, Map<String, String>> files = new HashMap<>();
    private long failedLast = NOBODY;

    private Deeds() {}

    static List<Deed> of(List<Traced> trace) {
        Deeds deeds = new Deeds();
        trace.stream().filter(line -> line.pid() != 0).forEach(deeds::add);
        return List.copyOf(deeds.deeds);
    }

    private void add(Traced line) {
        TraceKind kind = TraceKind.of(line.kind());
        long failed = failedLast;
        failedLast = NOBODY;
        switch (kind == null ? TraceKind.UNIMPLEMENTED : kind) {
            case PROCESS, MACHINE -> introduce(line);
            case SYSTEM_CALL -> call(line);
            case RULE -> rule(line, failed);
            case SIGNAL -> fault(line);
            case LOAD, STORE -> deeds.add(new Deed.Access(doer(line), kind == TraceKind.STORE, line.address()));
            default -> {
                // It says nothing of what a process did.
            }
        }
    }

    private void introduce(Traced line) {
        Matcher beginning = BEGINNING.matcher(line.text());
        if (beginning.matches()) {
            Doer doer = new Doer(line.pid(), beginning.group(1), Long.parseLong(beginning.group(2)), "");
            doers.put(line.pid(), doer);
        }
        Matcher driver = DRIVER.matcher(line.text());
        if (driver.matches()) {
            doers.put(line.pid(), doer(line).driving(driver.group(1)));
        }
    }

    private Doer doer(Traced line) {
        return doers.computeIfAbsent(line.pid(), pid -> new Doer(pid, line.actor(), -1, ""));
    }

    private void call(Traced line) {
        int end = line.text().lastIndexOf(RESULT);
        if (end < 0) {
            return;
        }
        List<String> words = List.of(line.text().substring(0, end).split(" "));
        String result = line.text().substring(end + RESULT.length());
        Map<String, String> open = files.computeIfAbsent(line.pid(), pid -> new HashMap<>());
        Deed.Call call = new Deed.Call(doer(line), words, result, 0, file(words, open), 0);
        if (call.hasSucceeded()) {
            follow(call, open);
        } else {
            failedLast = line.pid();
        }
        int left = count(open.values(), call.file());
        deeds.add(new Deed.Call(call.by(), words, result, 0, call.file(), left));
    }

    /** The path of an open(2), or what the descriptor in the first argument stands for. */
    private static String file(List<String> words, Map<String, String> open) {
        if (words.size() < 2) {
            return "";
        }
        return words.get(0).equals("open") ? words.get(1) : open.getOrDefault(words.get(1), "");
    }

    private static void follow(Deed.Call call, Map<String, String> open) {
        switch (call.words().get(0)) {
            case "open", "dup" -> open.put(call.result(), call.file());
            case "close" -> open.remove(call.words().get(1));
            default -> {
                // Its descriptors are as before.
            }
        }
    }

    private static int count(Collection<String> open, String file) {
        return (int) open.stream().filter(file::equals).count();
    }

    /** The line behind a call that failed says which rule it broke. */
    private void rule(Traced line, long failed) {
        Matcher rule = RULE.matcher(line.text());
        int last = deeds.size() - 1;
        if (failed == line.pid() && rule.matches() && deeds.get(last) instanceof Deed.Call call) {
            deeds.set(last, call.breaking(Integer.parseInt(rule.group(1))));
        }
    }

    private void fault(Traced line) {
        Matcher fault = FAULT.matcher(line.text());
        if (fault.matches()) {
            long address = Long.parseUnsignedLong(fault.group(2), 16);
            deeds.add(new Deed.Fault(doer(line), fault.group(1), address));
        }
    }
}
