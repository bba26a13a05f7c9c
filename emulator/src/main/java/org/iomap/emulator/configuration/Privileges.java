package org.iomap.emulator.configuration;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.iomap.protocol.Right;

/** What a grant gives on top of being a process. */
public record Privileges(Set<Integer> groups, Set<Right> rights) {
    public static final Privileges NONE = new Privileges(Set.of(), Set.of());
    public static final Privileges ALL_RIGHTS = new Privileges(Set.of(), EnumSet.allOf(Right.class));

    public Privileges {
        groups = Set.copyOf(groups);
        rights = Set.copyOf(rights);
    }

    /** These and the others. */
    Privileges and(Privileges others) {
        Set<Integer> allGroups = new HashSet<>(groups);
        allGroups.addAll(others.groups);
        Set<Right> allRights = new HashSet<>(rights);
        allRights.addAll(others.rights);
        return new Privileges(allGroups, allRights);
    }
}
