package org.chancery.administration;

import static org.chancery.administration.Rank.DOMAIN_OWNER;
import static org.chancery.administration.Rank.LIST_CREATOR;
import static org.chancery.administration.Rank.MEMBER;
import static org.chancery.administration.Rank.MODERATOR;
import static org.chancery.administration.Rank.OWNER;
import static org.chancery.administration.Rank.SITE_ADMIN;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Who may do what: the one table. Whoever commands this machine (`chancery` as its administrator) may do everything.
/// A higher rank does not contain a lower one by itself; what it may stands here.
///
/// Example: `Permission.SET_POLICY.isFor(Rank.MODERATOR)` is false.
public enum Permission {
    CHANGE_OWN_MEMBERSHIP("choose the own settings, leave, change the own address", EnumSet.of(MEMBER, MODERATOR, OWNER)),
    DECIDE_POSTS("accept, reject, discard and forward held posts", EnumSet.of(MODERATOR, OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    DECIDE_REQUESTS("accept and reject who wants to join or leave", EnumSet.of(MODERATOR, OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    SEE_ROSTER("see all members, hidden ones too", EnumSet.of(MODERATOR, OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    CHANGE_ROSTER("add, remove, import and set members and nonmembers", EnumSet.of(MODERATOR, OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    BAN("ban addresses from a list", EnumSet.of(MODERATOR, OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    NAME_OFFICERS("name and dismiss owners and moderators", EnumSet.of(OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    SET_LIST("change settings, close and open a list", EnumSet.of(OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    SET_POLICY("change the posting policy", EnumSet.of(OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    GRANT_POSTING("grant posting on a list to authorised senders, and take it back", EnumSet.of(OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    MANAGE_KEYS("make, rotate, revoke and import the keys of a list, say whom it trusts, and decide about changes of members' keys",
            EnumSet.of(OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    SPEAK_FOR_LIST("write to outsiders in the name of the list, and have it sign", EnumSet.of(MODERATOR, OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    READ_LOG("read what was done on a list and decided about its posts", EnumSet.of(OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    READ_ARCHIVE("read and export what a list keeps of its posts, and delete from it", EnumSet.of(OWNER, DOMAIN_OWNER, SITE_ADMIN)),
    RENAME_LIST("rename a list", EnumSet.of(DOMAIN_OWNER, SITE_ADMIN)),
    DELETE_LIST("delete a list", EnumSet.of(DOMAIN_OWNER, SITE_ADMIN)),
    ASK_FOR_LIST("ask for a new list", EnumSet.of(LIST_CREATOR, DOMAIN_OWNER, SITE_ADMIN)),
    CREATE_LIST("make a list, grant and refuse lists that are asked for", EnumSet.of(DOMAIN_OWNER, SITE_ADMIN)),
    MOVE_ADDRESS("move all memberships of an address to another", EnumSet.of(SITE_ADMIN)),
    MANAGE_ACCOUNTS("make and remove accounts, their addresses, passwords and roles", EnumSet.of(SITE_ADMIN)),
    MANAGE_SENDERS("make, delete and restore authorised senders, their addresses and keys, and list groups", EnumSet.of(SITE_ADMIN)),
    INSTALL_KEYS("put a member's key in force without proof of its owner", EnumSet.of(SITE_ADMIN)),
    MANAGE_DOMAINS("add and remove domains", EnumSet.of(SITE_ADMIN)),
    MANAGE_QUEUE("hold, retry and drop outgoing mail", EnumSet.of(SITE_ADMIN)),
    BAN_FROM_SITE("ban addresses from the whole site", EnumSet.of(SITE_ADMIN)),
    POST_AS_ANYBODY("put in a post under any name", EnumSet.of(SITE_ADMIN)),
    COPY_STORE("copy the whole store into a backup", EnumSet.of(SITE_ADMIN));

    private final String what;
    private final Set<Rank> ranks;

    Permission(String what, EnumSet<Rank> ranks) {
        this.what = what;
        this.ranks = Collections.unmodifiableSet(ranks);
    }

    /// What it allows, in one clause.
    public String what() {
        return what;
    }

    public boolean isFor(Rank rank) {
        return ranks.contains(rank);
    }

    /// `decide-posts`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
