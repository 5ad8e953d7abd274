package org.chancery.moderation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;

/// On whose desk the held posts of a list lie: its moderators; where there are none its owners; where there are none either,
/// the administrators of the site.
public final class People {
    private final Members members;
    private final Supplier<List<Address>> administrators;

    public People(Members members, Supplier<List<Address>> administrators) {
        this.members = members;
        this.administrators = administrators;
    }

    /// Who is told. `forOwners`: the rule holds for the owners, so that moderators are left out.
    List<Address> told(MailingList list, boolean forOwners) {
        List<Address> moderators = forOwners ? List.of() : of(list, Role.MODERATOR);
        if (!moderators.isEmpty()) {
            return moderators;
        }
        List<Address> owners = of(list, Role.OWNER);
        return owners.isEmpty() ? administrators.get() : owners;
    }

    /// Asked again at each use of a token: who was a moderator yesterday may be none today.
    boolean mayModerate(MailingList list, Address address, boolean forOwners) {
        Set<Role> roles = members.roles(list.id(), address);
        return (roles.contains(Role.MODERATOR) && !forOwners) || roles.contains(Role.OWNER) || administrators.get().contains(address);
    }

    /// Everybody in this role on the list.
    List<Address> of(MailingList list, Role role) {
        Set<Address> found = new LinkedHashSet<>();
        members.each(list.id(), Optional.of(role), member -> found.add(member.address()));
        return List.copyOf(found);
    }
}
