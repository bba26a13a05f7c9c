package org.iomap.emulator.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.iomap.protocol.Right;

/** Reads the grants of a machine file. */
final class AccessReader {
    /** Exactly one of them says whom a grant is for. */
    private static final List<String> WHO = List.of("owner", "uid", "token", "anonymous");

    private final Section machine;
    private final Map<Integer, Privileges> users = new HashMap<>();
    private final List<TokenGrant> tokens = new ArrayList<>();
    private Privileges owner = Privileges.NONE;
    private Admission anonymous = Access.ORDINARY_USER;

    AccessReader(Section machine) {
        this.machine = machine;
    }

    Access access() {
        if (!machine.has("grants")) {
            return Access.builtIn();
        }
        machine.sections("grants").forEach(this::read);
        return new Access(owner, users, tokens, anonymous);
    }

    private void read(Section grant) {
        List<String> given = WHO.stream().filter(grant::has).toList();
        if (given.size() == 1) {
            read(grant, given.get(0), privileges(grant));
            grant.end();
        } else {
            grant.problem("a grant is for one of: `owner: true`, `uid: 1000`, `token: …`, `anonymous: true`");
        }
    }

    private void read(Section grant, String who, Privileges privileges) {
        switch (who) {
            case "owner" -> owner = isMeant(grant, who) ? owner.and(privileges) : owner;
            case "uid" ->
                users.merge((int) grant.number("uid", 0, 0, MachineFile.HIGHEST_ID), privileges, Privileges::and);
            case "token" -> readToken(grant, privileges);
            default -> anonymous = isMeant(grant, who) ? identity(grant, privileges) : anonymous;
        }
    }

    private void readToken(Section grant, Privileges privileges) {
        String token = grant.text("token", null, Rule.TOKEN);
        Admission admission = identity(grant, privileges);
        if (token != null) {
            tokens.add(new TokenGrant(Token.of(token), admission));
        }
    }

    /** {@code owner: false} would be a grant for nobody. */
    private static boolean isMeant(Section grant, String who) {
        boolean meant = grant.flag(who, false);
        if (!meant) {
            grant.problem(who, "write true, or drop the grant");
        }
        return meant;
    }

    private static Privileges privileges(Section grant) {
        return new Privileges(
                Set.copyOf(grant.numbers("groups", MachineFile.HIGHEST_ID)),
                Set.copyOf(grant.choices("rights", Right.class)));
    }

    private static Admission identity(Section grant, Privileges privileges) {
        Section identity = grant.section("identity");
        Admission admission = Admission.of(
                (int) identity.number("uid", 1000, 0, MachineFile.HIGHEST_ID),
                (int) identity.number("gid", 1000, 0, MachineFile.HIGHEST_ID),
                privileges);
        identity.end();
        return admission;
    }
}
