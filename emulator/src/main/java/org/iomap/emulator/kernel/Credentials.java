package org.iomap.emulator.kernel;

import java.util.Set;

/**
 * Who a process is.
 *
 * @param groups the supplementary groups
 */
public record Credentials(int uid, int gid, Set<Integer> groups) {
    public Credentials {
        groups = Set.copyOf(groups);
    }

    public boolean isRoot() {
        return uid == 0;
    }

    public boolean isIn(int group) {
        return gid == group || groups.contains(group);
    }
}
