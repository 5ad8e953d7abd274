package org.chancery.protection.smime;

import java.security.Key;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyAgreeRecipientInformation;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.chancery.secrets.Secret;
import org.jspecify.annotations.Nullable;

/// Unwraps a content-encryption key (RFC 5652 section 6.2) and keeps it for as long as one message is looked at: by it an encryption is known when it comes again,
/// however it is wrapped then.
///
/// Example: `recipient.getContent(unwrapping.recipient(recipient, isAuthenticated))`, and then `unwrapping.contentKey()`.
final class Unwrapping {
    private final PrivateKey secret;
    private @Nullable Secret contentKey;

    Unwrapping(PrivateKey secret) {
        this.secret = secret;
    }

    /// Empty until a key was unwrapped.
    Optional<Secret> contentKey() {
        return Optional.ofNullable(contentKey);
    }

    private Key kept(Key key) {
        contentKey = Secret.of(key.getEncoded());
        return key;
    }

    Recipient recipient(RecipientInformation information, boolean isAuthenticated) {
        if (information instanceof KeyAgreeRecipientInformation) {
            return isAuthenticated ? new AgreedAuthenticated().setProvider(Providers.BOUNCY_CASTLE) : new Agreed().setProvider(Providers.BOUNCY_CASTLE);
        }
        return isAuthenticated ? new TransportedAuthenticated().setProvider(Providers.BOUNCY_CASTLE) : new Transported().setProvider(Providers.BOUNCY_CASTLE);
    }

    private final class Transported extends JceKeyTransEnvelopedRecipient {
        Transported() {
            super(secret);
        }

        @Override
        protected Key extractSecretKey(AlgorithmIdentifier wrap, AlgorithmIdentifier content, byte[] wrapped) throws CMSException {
            return kept(super.extractSecretKey(wrap, content, wrapped));
        }
    }

    private final class TransportedAuthenticated extends JceKeyTransAuthEnvelopedRecipient {
        TransportedAuthenticated() {
            super(secret);
        }

        @Override
        protected Key extractSecretKey(AlgorithmIdentifier wrap, AlgorithmIdentifier content, byte[] wrapped) throws CMSException {
            return kept(super.extractSecretKey(wrap, content, wrapped));
        }
    }

    private final class Agreed extends JceKeyAgreeEnvelopedRecipient {
        Agreed() {
            super(secret);
        }

        @Override
        protected Key extractSecretKey(AlgorithmIdentifier wrap, AlgorithmIdentifier content, SubjectPublicKeyInfo sender, ASN1OctetString material, byte[] wrapped) throws CMSException {
            return kept(super.extractSecretKey(wrap, content, sender, material, wrapped));
        }
    }

    private final class AgreedAuthenticated extends JceKeyAgreeAuthEnvelopedRecipient {
        AgreedAuthenticated() {
            super(secret);
        }

        @Override
        protected Key extractSecretKey(AlgorithmIdentifier wrap, AlgorithmIdentifier content, SubjectPublicKeyInfo sender, ASN1OctetString material, byte[] wrapped) throws CMSException {
            return kept(super.extractSecretKey(wrap, content, sender, material, wrapped));
        }
    }
}
