package org.iomap.emulator.configuration;

import java.util.Set;
import org.iomap.emulator.kernel.Credentials;
import org.iomap.protocol.Right;

/** Who a connection is on a machine, and what it may do there. */
public record Admission(Credentials credentials, Set<Right> rights) {
    public Admission {
        rights = Set.copyOf(rights);
    }

    static Admission of(int uid, int gid, Privileges privileges) {
        return new Admission(new Credentials(uid, gid, privileges.groups()), privileges.rights());
    }
}
