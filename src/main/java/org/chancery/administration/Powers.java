package org.chancery.administration;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.chancery.account.Account;
import org.chancery.account.AccountRole;
import org.chancery.account.Persons;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// What a caller is, asked anew each time: a role that was taken away a moment ago holds no more.
@FunctionalInterface
public interface Powers {
    /// Of whoever commands this machine.
    Powers OF_THE_MACHINE = _ -> EnumSet.of(Rank.SITE_ADMIN);

    Set<Rank> at(Place place);

    /// Is the address one of the caller's own?
    default boolean own(Address address) {
        return false;
    }

    /// Where something is to be done. A list lies in its domain, and all lies in the site.
    record Place(Optional<Domain> domain, Optional<ListId> list) {
        static final Place SITE = new Place(Optional.empty(), Optional.empty());

        static Place of(MailingList list) {
            return new Place(Optional.of(list.domain()), Optional.of(list.id()));
        }

        static Place of(Domain domain) {
            return new Place(Optional.of(domain), Optional.empty());
        }
    }

    /// Those of an account: its site roles, and what any address of its owner is on the list.
    static Powers of(Account account, Members members) {
        return place -> {
            EnumSet<Rank> ranks = EnumSet.noneOf(Rank.class);
            account.roles().stream().filter(grant -> holds(grant, place)).forEach(grant -> ranks.add(rank(grant.role())));
            place.list().ifPresent(list -> members.standing(list, account.address()).keySet().forEach(role -> ranks.add(rank(role))));
            return ranks;
        };
    }

    /// The same, of a person whose addresses are known.
    static Powers of(Account account, Members members, Persons persons) {
        Powers ranks = of(account, members);
        return new Powers() {
            @Override
            public Set<Rank> at(Place place) {
                return ranks.at(place);
            }

            @Override
            public boolean own(Address address) {
                return account.address().equals(address) || persons.of(address).filter(person -> person.account().equals(account.address())).isPresent();
            }
        };
    }

    /// Those that an address has on a list, and nowhere else: for who is known by a signature, not by a login.
    static Powers ofAddress(Address address, Members members) {
        return place -> {
            EnumSet<Rank> ranks = EnumSet.noneOf(Rank.class);
            place.list().ifPresent(list -> members.standing(list, address).keySet().forEach(role -> ranks.add(rank(role))));
            return ranks;
        };
    }

    private static boolean holds(Account.Grant grant, Place place) {
        return grant.domain().isEmpty() || grant.domain().equals(place.domain());
    }

    private static Rank rank(AccountRole role) {
        return switch (role) {
            case SITE_ADMIN -> Rank.SITE_ADMIN;
            case DOMAIN_OWNER -> Rank.DOMAIN_OWNER;
            case LIST_CREATOR -> Rank.LIST_CREATOR;
        };
    }

    private static Rank rank(Role role) {
        return switch (role) {
            case MEMBER -> Rank.MEMBER;
            case MODERATOR -> Rank.MODERATOR;
            case OWNER -> Rank.OWNER;
            case NONMEMBER, POSTER -> Rank.NONMEMBER; // posting is the policy's business, not administration
        };
    }
}
