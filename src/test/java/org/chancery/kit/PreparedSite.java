package org.chancery.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.time.Duration;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.secrets.MasterKey;
import org.chancery.store.Store;
import org.chancery.store.Stores;

/// A data folder as an administrator would leave it: one domain, one list that takes posts from anyone, and its members
/// [Ledger#member]. No server may run on the folder meanwhile.
public final class PreparedSite {
    public static final String LIST = "all@lists.example.org";
    private static final String POLICY = "accept when from anyone.\notherwise refuse.\n";

    private PreparedSite() {}

    /// The store of a folder, with the site's own key. `url` as in the configuration.
    public static Store open(Path data, String url) throws IOException {
        MasterKey master = MasterKey.open(data.resolve("keys").resolve("master.key"), new SecureRandom());
        return Stores.open(
                new Stores.Site(url, data, OptionalLong.of(0), Duration.ofSeconds(30)),
                new AuditChain(master.derive("audit-chain").reveal()), InstantSource.system(), () -> {});
    }

    public static void create(Path data, String url, int members) throws IOException {
        try (Store store = open(data, url)) {
            store.lists().addDomain(Domain.of("lists.example.org"), act("domain.add", "lists.example.org"));
            MailingList list = store.lists()
                    .create(Address.of(LIST), "discussion", Settings.DEFAULTS, POLICY, act("list.create", LIST))
                    .orElseThrow();
            List<NewMember> all = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                all.add(new NewMember(list.id(), Address.of(Ledger.member(i)), "", Role.MEMBER, Member.Preferences.DEFAULT));
            }
            store.members().addAll(all, act("member.import", LIST), _ -> {});
        }
    }

    public static Act act(String action, String object) {
        return new Act(Instant.now(), "local administrator", "cli", action, object, "");
    }
}
