package org.chancery.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.chancery.authentication.FactSource;
import org.chancery.authentication.ProofLevel;

/// The fact register: everything a rule can ask about, who vouches for it, and how it is said.
/// A fact that is not here cannot be asked; one without a source does not compile.
///
/// Example: `FactName.VIA_ANOTHER_LIST.source()` is `sender-said`, therefore no accept may rest on it.
public enum FactName {
    ROLE(FactSource.LOCAL, "from ROLE"),
    GROUP(FactSource.LOCAL, "from group"),
    PARENT_LIST(FactSource.PATH_CHECKED, "from parent list"),
    ANYONE(FactSource.LOCAL, "from anyone"),
    PROOF_NONE(FactSource.SENDER_SAID, "proof none"),
    PROOF_DOMAIN(FactSource.PATH_CHECKED, "proof domain"),
    PROOF_MAILBOX(FactSource.MAILBOX_PROVED, "proof mailbox"),
    PROOF_SENDER_KEY(FactSource.ACCOUNT_PROVED, "proof sender-key"),
    PROOF_ACCOUNT(FactSource.ACCOUNT_PROVED, "proof account"),
    PROOF_KEY(FactSource.KEY_PROVED, "proof key"),
    ANSWERED_CONFIRM(FactSource.MAILBOX_PROVED, "answered confirm"),
    ANSWERED_CONTRACT(FactSource.MAILBOX_PROVED, "answered contract"),
    DMARC(FactSource.PATH_CHECKED, "dmarc"),
    SPF(FactSource.PATH_CHECKED, "spf"),
    SWK(FactSource.PATH_CHECKED, "swk"),
    SIGNATURE(FactSource.KEY_PROVED, "signed by"),
    /// Whether we could open it with the list's key; nobody has to be believed for that.
    ENCRYPTION(FactSource.LOCAL, "encrypted"),
    CONNECTION_TLS(FactSource.PATH_CHECKED, "connection tls"),
    CONNECTION_SUBMISSION(FactSource.ACCOUNT_PROVED, "connection submission"),
    CLIENT_CERTIFICATE(FactSource.PATH_CHECKED, "connection client certificate"),
    BLOCKLISTED(FactSource.THIRD_PARTY, "blocklisted"),
    SPAM(FactSource.THIRD_PARTY, "spam"),
    SIZE(FactSource.LOCAL, "size"),
    ATTACHMENTS(FactSource.SENDER_SAID, "has attachments"),
    CONTENT_TYPES(FactSource.SENDER_SAID, "type outside"),
    FIRST_POST(FactSource.LOCAL, "first post"),
    CROSS_POSTED(FactSource.LOCAL, "cross-posted"),
    AUTOMATIC_MAIL(FactSource.SENDER_SAID, "automatic mail"),
    VIA_ANOTHER_LIST(FactSource.SENDER_SAID, "via another list"),
    HIDDEN_RECIPIENTS(FactSource.SENDER_SAID, "to hidden recipients"),
    SUBJECT_EMPTY(FactSource.SENDER_SAID, "subject empty"),
    RECIPIENTS(FactSource.SENDER_SAID, "over recipients"),
    COMMAND(FactSource.SENDER_SAID, "looks like a command"),
    HEADER_PATTERNS(FactSource.SENDER_SAID, "header matches"),
    QUOTA_OVER(FactSource.LOCAL, "quota over"),
    LIST_STATE(FactSource.LOCAL, "list state"),
    /// From here on facts of the built-in rules and checks, which the language cannot ask.
    MAIL_LOOP(FactSource.LOCAL, "mail loop"),
    NULL_SENDER(FactSource.LOCAL, "null sender"),
    /// Asked by the check of the setting `max_hops`.
    TOO_MANY_HOPS(FactSource.SENDER_SAID, "too many hops"),
    /// Asked by checks against loops: what this list remembers of the last days.
    MESSAGE_ID_REUSED(FactSource.SENDER_SAID, "message-id of another text"),
    REPEATED_REPLY(FactSource.SENDER_SAID, "repeated reply"),
    /// Asked by the check of the setting `filter_action`.
    FILTERED_AWAY(FactSource.SENDER_SAID, "nothing left by the filter"),
    /// Asked by the checks of the encryption settings: what opening the post showed.
    CANNOT_BE_OPENED(FactSource.LOCAL, "cannot be opened"),
    UNWANTED_ENCRYPTION(FactSource.LOCAL, "encrypted in a scheme not taken"),
    BROKEN_SIGNATURE(FactSource.SENDER_SAID, "signature broken"),
    EXPIRED_SIGNATURE(FactSource.SENDER_SAID, "signed by an expired key"),
    REVOKED_SIGNATURE(FactSource.SENDER_SAID, "signed by a revoked key"),
    COMPROMISED_SIGNATURE(FactSource.SENDER_SAID, "signed by a key revoked for all times"),
    REPLAYED_SIGNATURE(FactSource.LOCAL, "signature seen before"),
    FROM_IS_LIST(FactSource.LOCAL, "from is the list"),
    MALWARE(FactSource.THIRD_PARTY, "malware"),
    SWEEP_FAILED(FactSource.LOCAL, "sweep failed");

    private static final Set<FactName> CONTENT = Collections.unmodifiableSet(EnumSet.of(
            SIGNATURE, PROOF_KEY, SPAM, ATTACHMENTS, CONTENT_TYPES, SUBJECT_EMPTY, COMMAND, HEADER_PATTERNS, FILTERED_AWAY,
            CANNOT_BE_OPENED, BROKEN_SIGNATURE, EXPIRED_SIGNATURE, REVOKED_SIGNATURE, COMPROMISED_SIGNATURE, REPLAYED_SIGNATURE,
            MALWARE, SWEEP_FAILED));

    private final FactSource source;
    private final String words;

    FactName(FactSource source, String words) {
        this.source = source;
        this.words = words;
    }

    /// Who vouches for it.
    public FactSource source() {
        return source;
    }

    /// How the language speaks of it.
    public String words() {
        return words;
    }

    /// The key under which it is stored with a post, such as `has-attachments`.
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What cannot be known of an encrypted message before it is opened.
    public static Set<FactName> content() {
        return CONTENT;
    }

    static FactName of(ProofLevel level) {
        return switch (level) {
            case NONE -> PROOF_NONE;
            case DOMAIN -> PROOF_DOMAIN;
            case MAILBOX -> PROOF_MAILBOX;
            case SENDER_KEY -> PROOF_SENDER_KEY;
            case ACCOUNT -> PROOF_ACCOUNT;
            case KEY -> PROOF_KEY;
        };
    }

    @Override
    public String toString() {
        return words;
    }
}
