package org.chancery.policy;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// Collects [Facts]; everything starts neutral.
///
/// Example: `Facts.builder().role(Standing.Role.OWNER).proof(ProofLevel.ACCOUNT).has(FactName.CONNECTION_TLS).build()`.
public final class FactsBuilder {
    private final Set<Standing.Role> roles = EnumSet.noneOf(Standing.Role.class);
    private final Set<String> groups = new TreeSet<>();
    private final Set<ProofLevel> proved = EnumSet.noneOf(ProofLevel.class);
    private final Set<String> contentTypes = new TreeSet<>();
    private final Set<String> headerPatterns = new TreeSet<>();
    private final Set<FactName> present = EnumSet.noneOf(FactName.class);
    private final Set<FactName> unknown = EnumSet.noneOf(FactName.class);
    private Facts.Answer confirmed = Facts.Answer.NO;
    private Facts.Answer agreed = Facts.Answer.NO;
    private Result dmarc = Result.NONE;
    private Result spf = Result.NONE;
    private Facts.SubstituteKey swk = Facts.SubstituteKey.ABSENT;
    private Facts.Signature signature = Facts.Signature.NOBODY;
    private Facts.Encryption encryption = Facts.Encryption.NONE;
    private Optional<String> clientCertificate = Optional.empty();
    private Optional<String> standingAs = Optional.empty();
    private Optional<String> protection = Optional.empty();
    private int blocklisted;
    private Facts.Spam spam = Facts.Spam.NO;
    private long sizeOctets;
    private int crossPosted = 1;
    private int recipients = 1;
    private Facts.ListState listState = Facts.ListState.ACTIVE;

    FactsBuilder() {}

    FactsBuilder(Facts facts) {
        roles.addAll(facts.roles());
        groups.addAll(facts.groups());
        proved.addAll(facts.proved());
        contentTypes.addAll(facts.contentTypes());
        headerPatterns.addAll(facts.headerPatterns());
        present.addAll(facts.present());
        unknown.addAll(facts.unknown());
        confirmed = facts.confirmed();
        agreed = facts.agreed();
        dmarc = facts.dmarc();
        spf = facts.spf();
        swk = facts.swk();
        signature = facts.signature();
        encryption = facts.encryption();
        clientCertificate = facts.clientCertificate();
        standingAs = facts.standingAs();
        protection = facts.protection();
        blocklisted = facts.blocklisted();
        spam = facts.spam();
        sizeOctets = facts.sizeOctets();
        crossPosted = facts.crossPosted();
        recipients = facts.recipients();
        listState = facts.listState();
    }

    /// Adds one role of the single From address (of the relaying list for `PARENT_LIST`).
    public FactsBuilder role(Standing.Role role) {
        roles.add(role);
        return this;
    }

    /// Replaces all roles.
    public FactsBuilder roles(Collection<Standing.Role> all) {
        roles.clear();
        roles.addAll(all);
        return this;
    }

    public FactsBuilder group(String name) {
        groups.add(name);
        return this;
    }

    /// Replaces all groups.
    public FactsBuilder groups(Collection<String> all) {
        groups.clear();
        groups.addAll(all);
        return this;
    }

    /// Adds a level that was proved for the From mailbox and this message.
    public FactsBuilder proof(ProofLevel level) {
        proved.add(level);
        return this;
    }

    public FactsBuilder confirmed(Facts.Answer answer) {
        confirmed = answer;
        return this;
    }

    public FactsBuilder agreed(Facts.Answer answer) {
        agreed = answer;
        return this;
    }

    public FactsBuilder dmarc(Result result) {
        dmarc = result;
        return this;
    }

    public FactsBuilder spf(Result result) {
        spf = result;
        return this;
    }

    public FactsBuilder swk(Facts.SubstituteKey state) {
        swk = state;
        return this;
    }

    public FactsBuilder signature(Facts.Signature state) {
        signature = state;
        return this;
    }

    /// One of several signatures: the best of them counts.
    public FactsBuilder signedBy(Facts.Signature one) {
        signature = signature.compareTo(one) >= 0 ? signature : one;
        return this;
    }

    public FactsBuilder encryption(Facts.Encryption state) {
        encryption = state;
        return this;
    }

    /// The name of a client certificate that was checked and found good.
    public FactsBuilder clientCertificate(String name) {
        clientCertificate = Optional.of(name);
        return this;
    }

    /// The other address of the From address's owner that holds a role.
    public FactsBuilder standingAs(String address) {
        standingAs = Optional.of(address);
        return this;
    }

    /// What opening showed, such as `encryption=list signature=good signer=FINGERPRINT`.
    public FactsBuilder protection(String report) {
        protection = Optional.of(report);
        return this;
    }

    /// How many blocklists name the peer.
    public FactsBuilder blocklisted(int lists) {
        blocklisted = lists;
        return this;
    }

    public FactsBuilder spam(Facts.Spam grade) {
        spam = grade;
        return this;
    }

    public FactsBuilder sizeOctets(long octets) {
        sizeOctets = octets;
        return this;
    }

    /// Adds the type of one leaf part, such as `text/plain`.
    public FactsBuilder contentType(String type) {
        contentTypes.add(type.toLowerCase(Locale.ROOT));
        return this;
    }

    public FactsBuilder crossPosted(int lists) {
        crossPosted = lists;
        return this;
    }

    public FactsBuilder recipients(int visible) {
        recipients = visible;
        return this;
    }

    /// Adds the name of a header pattern that matched.
    public FactsBuilder headerPattern(String name) {
        headerPatterns.add(name);
        return this;
    }

    public FactsBuilder listState(Facts.ListState state) {
        listState = state;
        return this;
    }

    /// Adds a fact that is simply there, such as `FactName.ATTACHMENTS`.
    public FactsBuilder has(FactName name) {
        present.add(name);
        return this;
    }

    /// Sets or clears a fact that is simply there or not.
    public FactsBuilder has(FactName name, boolean there) {
        if (there) {
            present.add(name);
        } else {
            present.remove(name);
        }
        return this;
    }

    /// Adds facts that are not known yet; every question about them is answered `UNKNOWN`.
    public FactsBuilder unknown(Collection<FactName> names) {
        unknown.addAll(names);
        return this;
    }

    /// Takes facts off the list of the unknown.
    public FactsBuilder known(Collection<FactName> names) {
        unknown.removeAll(names);
        return this;
    }

    public Facts build() {
        return new Facts(
                roles,
                groups,
                proved,
                confirmed,
                agreed,
                dmarc,
                spf,
                swk,
                signature,
                encryption,
                clientCertificate,
                standingAs,
                protection,
                blocklisted,
                spam,
                sizeOctets,
                contentTypes,
                crossPosted,
                recipients,
                headerPatterns,
                listState,
                present,
                unknown);
    }
}
