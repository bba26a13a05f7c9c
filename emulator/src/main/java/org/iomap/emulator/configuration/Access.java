package org.iomap.emulator.configuration;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may do what on a machine: AU-1, AU-2, AU-4.
 *
 * @param owner given to the user who runs the service
 * @param users given to other users of this host, by uid
 * @param anonymous a connection over TCP that presents no token
 */
public record Access(Privileges owner, Map<Integer, Privileges> users, List<TokenGrant> tokens, Admission anonymous) {
    /** Who connects over TCP without a token and is not configured: an ordinary user. */
    static final Admission ORDINARY_USER = Admission.of(1000, 1000, Privileges.NONE);

    public Access {
        users = Map.copyOf(users);
        tokens = List.copyOf(tokens);
    }

    /** All rights for the owner, none for anybody else. */
    public static Access builtIn() {
        return new Access(Privileges.ALL_RIGHTS, Map.of(), List.of(), ORDINARY_USER);
    }

    /** The peer of a UNIX socket, as its kernel names it; {@code own} is the user who runs the service. */
    public Admission peer(int uid, int gid, OwnUser own) {
        Privileges granted = users.getOrDefault(uid, Privileges.NONE);
        return Admission.of(uid, gid, uid == own.uid() ? granted.and(owner) : granted);
    }

    /** Who presents the owner's token: the user who runs the service. */
    public Admission owner(OwnUser own) {
        return peer(own.uid(), own.gid(), own);
    }

    /** Who presents one of the machine's tokens; empty when it is none of them. All are compared, for equal time. */
    public Optional<Admission> token(byte[] presented) {
        Optional<Admission> found = Optional.empty();
        for (TokenGrant grant : tokens) {
            if (grant.token().matches(presented)) {
                found = Optional.of(grant.admission());
            }
        }
        return found;
    }
}
