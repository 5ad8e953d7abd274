package org.chancery.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.chancery.audit.AuditChain;
import org.chancery.posting.ContentMac;
import org.chancery.secrets.MasterKey;
import org.chancery.secrets.Secret;
import org.chancery.token.BounceTokens;
import org.chancery.token.OneClickTokens;

/// The keys of a site, each derived from its master key for one purpose. The names of the purposes are part of the stored
/// data: another name is another key.
record Keys(AuditChain audit, BounceTokens bounces, BounceTokens probes, OneClickTokens oneClicks, ContentMac content, Secret decoys) {

    /// Reads `keys/master.key` under the data folder, or makes it on first use.
    static Keys open(Path data, SecureRandom random) throws IOException {
        MasterKey master = MasterKey.open(data.resolve("keys").resolve("master.key"), random);
        return new Keys(
                new AuditChain(master.derive("audit-chain").reveal()),
                new BounceTokens(master.derive("tokens").reveal()),
                new BounceTokens(master.derive("probe-tokens").reveal()),
                new OneClickTokens(master.derive("tokens").reveal()),
                new ContentMac(master.derive("content-mac").reveal()),
                master.derive("smtp-decoy"));
    }
}
