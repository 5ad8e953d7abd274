package org.chancery.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.chancery.audit.AuditChain;
import org.chancery.cli.CommandFailure;
import org.chancery.cli.ExitCode;
import org.chancery.posting.ContentMac;
import org.chancery.posting.SiteTokens;
import org.chancery.secrets.MasterKey;
import org.chancery.secrets.SealedBox;
import org.chancery.secrets.Secret;
import org.chancery.sender.Verifiers;
import org.chancery.token.BounceTokens;
import org.chancery.token.ConfirmTokens;
import org.chancery.token.FormNonces;
import org.chancery.token.LoopTokens;
import org.chancery.token.OneClickTokens;

/// The keys of a site, each derived from its master key for one purpose. The names of the purposes are part of the stored
/// data: another name is another key.
record Keys(AuditChain audit, SiteTokens tokens, BounceTokens probes, ConfirmTokens confirmations, FormNonces forms, ContentMac content, Verifiers posting, SealedBox signing, SealedBox lists, Secret accepted, Secret decoys) {

    BounceTokens bounces() {
        return tokens.bounces();
    }

    OneClickTokens oneClicks() {
        return tokens.oneClicks();
    }

    /// Reads the master key from where the configuration says, or makes it on first use.
    static Keys open(Configuration configuration, SecureRandom random) {
        MasterKey master = master(configuration, random);
        return new Keys(
                new AuditChain(master.derive("audit-chain").reveal()),
                new SiteTokens(
                        new BounceTokens(master.derive("tokens").reveal()),
                        new OneClickTokens(master.derive("tokens").reveal()),
                        new LoopTokens(master.derive("tokens").reveal())),
                new BounceTokens(master.derive("probe-tokens").reveal()),
                confirmations(master, configuration.confirmKey()),
                new FormNonces(master.derive("form-nonces").reveal()),
                new ContentMac(master.derive("content-mac").reveal()),
                new Verifiers(master.derive("posting-keys").reveal()),
                new SealedBox(master.derive("signing-keys"), random),
                new SealedBox(master.derive("list-keys"), random),
                master.derive("accepted-signatures"),
                master.derive("smtp-decoy"));
    }

    private static MasterKey master(Configuration configuration, SecureRandom random) {
        refuseStranger(configuration);
        try {
            return configuration.masterKey().open(random);
        } catch (IOException e) {
            throw StartFaults.file("The master key", e);
        }
    }

    /// A new key beside an old store would leave everything in it that is sealed or signed unreadable, and nobody would notice at once.
    private static void refuseStranger(Configuration configuration) {
        if (StoreBackups.isIn(configuration) && !configuration.masterKey().isThere()) {
            throw new CommandFailure(ExitCode.CONFIGURATION, "The master key of the store in " + configuration.data() + " is missing: put "
                    + configuration.masterKey().file() + " back, which is kept apart from backups.");
        }
    }

    /// The key before the present one still proves what it made.
    private static ConfirmTokens confirmations(MasterKey master, int number) {
        return new ConfirmTokens(confirmKey(master, number), number > 1 ? List.of(confirmKey(master, number - 1)) : List.of());
    }

    private static byte[] confirmKey(MasterKey master, int number) {
        return master.derive(number == 1 ? "confirm-tokens" : "confirm-tokens " + number).reveal();
    }
}
