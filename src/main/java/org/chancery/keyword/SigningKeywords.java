package org.chancery.keyword;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.Permission;
import org.chancery.list.MailingList;
import org.chancery.mail.ContentType;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.notice.Draft;
import org.chancery.protection.EntitySigner;
import org.chancery.protection.Technology;

/// `sign this`: a detached signature by the list for each attachment, or the text below the commands clear-signed (RFC 9580 section 7).
/// Whoever may do this can let the list say anything, so only those may who speak for it.
final class SigningKeywords {
    private static final int MOST = 10;
    private final Surroundings site;

    SigningKeywords(Surroundings site) {
        this.site = site;
    }

    Result sign(Signer signer, Block block) {
        MailingList list = signer.mail().list();
        signer.caller().must(Permission.SPEAK_FOR_LIST, list);
        List<Part> files = Content.of(signer.mail().content()).files();
        EntitySigner key = signer.mail().signer().orElseThrow();
        if (files.size() > MOST) {
            return signer.result(Phrase.TOO_MANY_FILES, "most", String.valueOf(MOST));
        }
        Result result = files.isEmpty() ? text(signer, key, block) : detached(signer, key, files, signer.mail().signers().containsKey(Technology.OPENPGP) ? ".asc" : ".p7s");
        site.administration().audit().note(signer.act(site.clock().instant(), "list.sign", result.files().size() + " files"));
        return result;
    }

    private static Result text(Signer signer, EntitySigner key, Block block) {
        if (block.text().isBlank()) {
            return signer.result(Phrase.NOTHING_TO_SIGN);
        }
        Optional<byte[]> signed = key.clearSigned(block.text().getBytes(StandardCharsets.UTF_8));
        return signed.map(text -> new Result(signer.say(Phrase.SIGNED_TEXT), List.of(new Draft.Attached(new ContentType("text", "plain", Map.of()), "signed.txt", text))))
                .orElseGet(() -> signer.result(Phrase.SIGNS_NO_TEXT));
    }

    private static Result detached(Signer signer, EntitySigner key, List<Part> files, String ending) {
        List<Draft.Attached> signatures = new ArrayList<>();
        for (Part part : files) {
            Part signature = Message.parse(key.signaturePart(part.decodedOctets())).orThrow().root();
            signatures.add(new Draft.Attached(signature.type(), part.filename().orElse("attachment") + ending, signature.decodedOctets()));
        }
        return new Result(signer.say(Phrase.SIGNED_FILES, "count", String.valueOf(signatures.size())), signatures);
    }
}
