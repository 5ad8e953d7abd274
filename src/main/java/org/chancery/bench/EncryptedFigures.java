package org.chancery.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.chancery.audit.Act;
import org.chancery.audit.AuditChain;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.Slot;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator.Profile;
import org.chancery.secrets.MasterKey;
import org.chancery.store.Store;
import org.chancery.store.Stores;

/// A list that seals every copy to a key of the member's own (OpenPGP, cv25519): seconds from the 250 of one post to the last copy in the sink, without
/// DKIM against an absolute goal, with DKIM against what the signatures alone take on all processors and the time without them.
final class EncryptedFigures {
    private static final int FEW = 1_000;
    private static final double SECONDS_OF_FEW = 0.5;
    private static final double SECONDS_OF_TEN_THOUSAND = 3;
    private static final double SIGNED_GOAL = 1.3;
    private static final int HEAVY_MEMBERS = 100;
    private static final int HEAVY_OCTETS = 20_000_000;
    private static final String HEAVY_HEAP = "-Xmx512m";
    private final Bench bench;

    EncryptedFigures(Bench bench) {
        this.bench = bench;
    }

    List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (int members : new TreeSet<>(List.of(Math.min(FEW, bench.members()), bench.members()))) {
            figures.addAll(measure(bench.withMembers(members)));
        }
        Bench heavy = bench.withMembers(HEAVY_MEMBERS).withOctets(HEAVY_OCTETS);
        figures.add(LargeFigure.memory(heavy, site(heavy), HEAVY_HEAP, "encrypted-heavy", "one post of 20 MB sealed to " + HEAVY_MEMBERS + " members"));
        return figures;
    }

    private static List<Figure> measure(Bench bench) throws IOException, InterruptedException {
        FanOutFigure fanOut = new FanOutFigure(bench);
        Path data = site(bench);
        FanOutFigure.Typical bare = fanOut.typical(data);
        double unsigned = bench.members() / bare.rate();
        Child.command(data, "", "domain", "keys", "lists.example.org", "--new");
        double before = SignedFigures.rawRsa();
        FanOutFigure.Typical own = fanOut.typical(data);
        double signed = bench.members() / own.rate();
        double raw = Math.max(before, SignedFigures.rawRsa()); // of a machine that others use too, the better moment counts
        String what = "one post of " + bench.octets() + " octets sealed to " + bench.members() + " members, ";
        double most = bench.members() <= FEW ? SECONDS_OF_FEW : SECONDS_OF_TEN_THOUSAND * bench.members() / 10_000;
        return List.of(
                Figure.most("encrypted-" + bench.members(), what + "no signatures of the domain", "s", unsigned, most).with("copies/s", bare.rate()).with("processor seconds of the server", bare.cpu()),
                Figure.most("encrypted-signed-" + bench.members(), what + "with signatures of the domain", "s", signed, SIGNED_GOAL * (bench.members() / raw + unsigned))
                        .with("raw RSA signatures/s, all processors", raw).with("processor seconds of the server", own.cpu()));
    }

    private static Path site(Bench bench) throws IOException, InterruptedException {
        Path data = bench.site("encrypted-" + bench.members(), bench.members());
        Child.command(data, "", "list", "set", Post.LIST, "gpg_distrib_encrypt=force", "gpg_distrib_sign=yes");
        SecureRandom random = new SecureRandom();
        MasterKey master = MasterKey.open(data.resolve("keys").resolve("master.key"), random);
        try (Store store = Stores.open(new Stores.Site("sqlite", data), new AuditChain(master.derive("audit-chain").reveal()), InstantSource.system(), () -> {})) {
            MailingList list = store.lists().find(Address.of(Post.LIST)).orElseThrow();
            OpenPgpKeyGenerator generator = new OpenPgpKeyGenerator(() -> Instant.now().minusSeconds(60), random);
            bench.progress().accept("encrypted: making " + bench.members() + " keys");
            for (int i = 0; i < bench.members(); i++) {
                String address = "member" + i + "@example.com";
                give(store, list, Address.of(address), generator.generate(Profile.ED25519, List.of("<" + address + ">"), Optional.empty(), Optional.empty()).certificate());
            }
        }
        return data;
    }

    private static void give(Store store, MailingList list, Address member, OpenPgpCertificate certificate) {
        Instant now = Instant.now();
        MemberKey key = new MemberKey(list.id(), member, Slot.OPENPGP, certificate.fingerprint(), MemberKey.State.ACTIVE, MemberKey.Source.ADMINISTRATOR,
                certificate.encoded(), now, now, Optional.empty(), Optional.empty(), 0, 0);
        Act act = new Act(now, "bench", "cli", "key.bind", list.address().key(), "member=" + member.key());
        store.keys().members().replace(list.id(), member, Slot.OPENPGP, List.of(), List.of(key), List.of(act), List.of());
    }
}
