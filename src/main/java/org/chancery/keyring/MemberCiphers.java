package org.chancery.keyring;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.SignatureState;
import org.chancery.protection.smime.SmimeReader;

/// Learns from good S/MIME signatures of members which cipher their programs read (SMIMECapabilities, RFC 8551 section 2.7.1.1), and keeps what was said for them.
///
/// Asked behind the commit, for mail that was accepted. Written is only what is new, so most posts write nothing; what a crash loses, the next post tells again.
///
/// Example: `ciphers.look(list, keyring, opening.report())`.
public final class MemberCiphers {
    private final MemberKeys members;
    private final InstantSource clock;

    public MemberCiphers(MemberKeys members, InstantSource clock) {
        this.members = members;
        this.clock = clock;
    }

    /// `keys`: of this list, as they were read to open the mail that the report is about.
    public void look(MailingList list, ListKeyring keys, CryptoReport report) {
        report.signatures().stream().filter(finding -> finding.state() == SignatureState.GOOD).forEach(finding -> look(list, keys, finding));
    }

    private void look(MailingList list, ListKeyring keys, SignatureFinding good) {
        if (good.announced().isPresent() && good.signer().isPresent() && good.created().isPresent()) {
            for (ListKeyring.Hearing hearing : keys.hearings(good.signer().get())) {
                var heard = new CipherChoice.Heard(hearing.certificate(), good.announced().get(), good.created().get());
                if (hearing.known().isChangedBy(heard)) {
                    members.heard(list.id(), hearing.member(), heard, act(new By(hearing.member().key(), "mail"), list, hearing.member(), heard.cipher().word() + " announced"));
                }
            }
        }
    }

    /// What is used for a member, and why.
    public record Used(ContentCipher cipher, Source source, Optional<Instant> said) {
        public enum Source {
            /// Somebody said so.
            CHOSEN,
            /// A mail that the member signed.
            SIGNATURE,
            CERTIFICATE,
            /// Nothing is known.
            DEFAULT
        }
    }

    /// Refused for somebody to whom nothing is sealed in S/MIME.
    public Outcome<Used> of(MailingList list, Address member) {
        Instant now = clock.instant();
        Optional<MemberKey> key = members.of(list.id(), member).stream().filter(one -> one.isActive() && one.slot() == Slot.SMIME).findFirst();
        return key.flatMap(known -> Uploaded.read(known.certificate(), now).toOptional()).flatMap(read -> read.reader(now))
                .map(reader -> Outcome.done(used((SmimeReader) reader, members.cipher(list.id(), member))))
                .orElseGet(() -> Outcome.refused(member + " has no S/MIME certificate on " + list.address() + " that copies could be sealed to. \"chancery key list " + list.address() + " " + member + "\" names its keys."));
    }

    private static Used used(SmimeReader reader, CipherChoice known) {
        Optional<CipherChoice.Heard> heard = known.heard().filter(one -> one.certificate().equals(reader.fingerprint()));
        if (known.chosen().isPresent()) {
            return new Used(known.chosen().get(), Used.Source.CHOSEN, Optional.empty());
        }
        return heard.map(one -> new Used(one.cipher(), Used.Source.SIGNATURE, Optional.of(one.at())))
                .orElseGet(() -> new Used(reader.cipher(), reader.isAnnounced() ? Used.Source.CERTIFICATE : Used.Source.DEFAULT, Optional.empty()));
    }

    /// From now on, whatever programs and certificates say. False when it was so already.
    public boolean choose(MailingList list, Address member, ContentCipher cipher, By by) {
        return members.chooseCipher(list.id(), member, Optional.of(cipher), act(by, list, member, cipher.word()));
    }

    /// What programs and certificates say counts again. False when it did already.
    public boolean unchoose(MailingList list, Address member, By by) {
        return members.chooseCipher(list.id(), member, Optional.empty(), act(by, list, member, "as announced"));
    }

    private Act act(By by, MailingList list, Address member, String what) {
        return by.act(clock.instant(), "key.cipher", member.key(), "list " + list.id() + ", " + what);
    }
}
