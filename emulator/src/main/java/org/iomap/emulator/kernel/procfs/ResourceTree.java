package org.iomap.emulator.kernel.procfs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Stretches of physical address space, those inside another one below it. One that is only partly inside another is
 * beside it.
 */
final class ResourceTree {
    private static final Comparator<Resource> OUTER_FIRST =
            Comparator.comparingLong(Resource::start).thenComparing(Resource::end, Comparator.reverseOrder());

    private record Resource(long start, long end, String name) {
        boolean contains(Resource other) {
            return start <= other.start && other.end <= end;
        }
    }

    private final List<Resource> resources = new ArrayList<>();

    /** Adds a stretch; of several that are the same, the one that was added first is the outer one. */
    void add(long start, long length, String name) {
        resources.add(new Resource(start, start + length - 1, name));
    }

    /** One line each, with two blanks before it for each that it is inside of. */
    String text() {
        resources.sort(OUTER_FIRST);
        StringBuilder text = new StringBuilder();
        Deque<Resource> around = new ArrayDeque<>();
        for (Resource resource : resources) {
            while (!around.isEmpty() && !around.peek().contains(resource)) {
                around.pop();
            }
            text.append("  ".repeat(around.size()))
                    .append("%08x-%08x : %s\n".formatted(resource.start, resource.end, resource.name));
            around.push(resource);
        }
        return text.toString();
    }
}
