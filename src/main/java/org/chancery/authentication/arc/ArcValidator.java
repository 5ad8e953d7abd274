package org.chancery.authentication.arc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.authentication.Result;
import org.chancery.authentication.dkim.BodyHash;
import org.chancery.authentication.dkim.KeyLookup;
import org.chancery.authentication.dkim.MessageTags;
import org.chancery.authentication.dkim.Rules;
import org.chancery.authentication.dkim.SignatureCheck;
import org.chancery.authentication.dkim.SignatureCheck.Outcome;
import org.chancery.authentication.dkim.SignatureField;
import org.chancery.authentication.dkim.SignatureTags;
import org.chancery.authentication.dkim.SignedMessage;
import org.chancery.authentication.dkim.TagList;
import org.chancery.dns.Resolver;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// Validates the ARC chain of a message (RFC 8617 section 5.2): every set whole, every seal good, and the newest message signature
/// good for the message as it is.
///
/// Example: `new ArcValidator(resolver).validate(message).result()`.
public final class ArcValidator {
    private final SignatureCheck check;

    public ArcValidator(Resolver resolver) {
        this.check = new SignatureCheck(new KeyLookup(resolver), Rules.TODAY);
    }

    public ArcChain validate(Message message) {
        return switch (ArcSets.read(message)) {
            case Parsed.Malformed<List<ArcSet>>(int _, String why) -> new ArcChain(Result.FAIL, List.of(), why, 0);
            case Parsed.Value<List<ArcSet>>(List<ArcSet> sets) -> sets.isEmpty()
                    ? new ArcChain(Result.NONE, List.of(), "", 0)
                    : new Walk(new SignedMessage(message), sets).chain();
        };
    }

    /// One message on its way through the steps.
    private final class Walk {
        private final SignedMessage message;
        private final List<ArcSet> sets;
        private final Map<Integer, Result> seals = new HashMap<>();
        private final Map<Integer, Result> signatures = new HashMap<>();

        Walk(SignedMessage message, List<ArcSet> sets) {
            this.message = message;
            this.sets = sets;
        }

        ArcChain chain() {
            return claimed().or(this::signed).or(this::sealed)
                    .map(fault -> new ArcChain(fault.result(), instances(), fault.reason(), 0))
                    .orElseGet(() -> {
                        int oldestPass = oldestPass();
                        return new ArcChain(Result.PASS, instances(), "", oldestPass);
                    });
        }

        /// What the sets say of themselves: the first begins the chain, each other passes it on.
        private Optional<Outcome> claimed() {
            if (sets.getLast().chainValidation().equals("fail")) {
                return fault("i=" + sets.size() + ": the chain was given up there");
            }
            for (ArcSet set : sets) {
                if (!set.chainValidation().equals(set.instance() == 1 ? "none" : "pass")) {
                    return fault("i=" + set.instance() + ": cv= is not " + (set.instance() == 1 ? "none" : "pass"));
                }
            }
            return Optional.empty();
        }

        private Optional<Outcome> signed() {
            Outcome outcome = signature(sets.getLast());
            return outcome.result() == Result.PASS ? Optional.empty() : Optional.of(about(sets.getLast(), "message signature", outcome));
        }

        private Optional<Outcome> sealed() {
            for (ArcSet set : sets.reversed()) {
                Outcome outcome = seal(set);
                seals.put(set.instance(), outcome.result());
                if (outcome.result() != Result.PASS) {
                    return Optional.of(about(set, "seal", outcome));
                }
            }
            return Optional.empty();
        }

        private int oldestPass() {
            for (ArcSet set : sets.reversed().subList(1, sets.size())) {
                if (signature(set).result() != Result.PASS) {
                    return set.instance() + 1;
                }
            }
            return 0;
        }

        private Outcome signature(ArcSet set) {
            Outcome outcome = ArcValidator.this.signature(message, set.message());
            signatures.put(set.instance(), outcome.result());
            return outcome;
        }

        private Outcome seal(ArcSet set) {
            return ArcValidator.this.seal(set.seal(), sets.subList(0, set.instance()));
        }

        private List<ArcChain.Instance> instances() {
            List<ArcChain.Instance> described = new ArrayList<>();
            for (ArcSet set : sets) {
                TagList tags = set.seal().tags();
                described.add(new ArcChain.Instance(
                        set.instance(), SignatureTags.domain(tags), SignatureTags.selector(tags).orElse(""), known(set.chainValidation()),
                        seals.getOrDefault(set.instance(), Result.NONE), signatures.getOrDefault(set.instance(), Result.NONE), set.found(), coversFrom(set)));
            }
            return described;
        }
    }

    private static boolean coversFrom(ArcSet set) {
        return MessageTags.read(set.message().tags()).toOptional().filter(tags -> tags.signs("from")).isPresent();
    }

    private static String known(String chainValidation) {
        return switch (chainValidation) {
            case "none", "pass", "fail" -> chainValidation;
            default -> "";
        };
    }

    /// A temporary fault stays temporary; any other is the end of the chain.
    private static Outcome about(ArcSet set, String field, Outcome outcome) {
        Result result = outcome.result() == Result.TEMPERROR ? Result.TEMPERROR : Result.FAIL;
        return new Outcome(result, "i=" + set.instance() + ", " + field + ": " + outcome.reason(), false);
    }

    private static Optional<Outcome> fault(String why) {
        return Optional.of(new Outcome(Result.FAIL, why, false));
    }

    private static Outcome malformed(String why) {
        return new Outcome(Result.FAIL, why, false);
    }

    /// RFC 8617 section 4.1.2: a DKIM signature but for the missing v= and the meaning of i=.
    private Outcome signature(SignedMessage message, SignatureField field) {
        return switch (SignatureTags.read(field.tags(), Rules.TODAY)) {
            case Parsed.Malformed<SignatureTags>(int _, String why) -> malformed(why);
            case Parsed.Value<SignatureTags>(SignatureTags common) -> switch (MessageTags.read(field.tags())) {
                case Parsed.Malformed<MessageTags>(int _, String why) -> malformed(why);
                case Parsed.Value<MessageTags>(MessageTags covered) -> unusable(field.tags(), covered)
                        .map(ArcValidator::malformed)
                        .orElseGet(() -> verifyInItsForm(message, field, common, covered));
            };
        };
    }

    /// Without `c=` the forms are simple (RFC 8617 section 4.1.2, RFC 6376 section 3.5). Sealers that were built after the drafts of
    /// ARC mean relaxed, which was the default there, and the ValiMail suite wants it.
    private Outcome verifyInItsForm(SignedMessage message, SignatureField field, SignatureTags common, MessageTags covered) {
        Outcome outcome = verify(message, field, common, covered);
        return outcome.result() == Result.FAIL && !field.tags().has("c") ? verify(message, field, common, covered.relaxed()) : outcome;
    }

    private static Optional<String> unusable(TagList tags, MessageTags covered) {
        if (covered.names().stream().map(name -> name.toLowerCase(Locale.ROOT)).anyMatch("arc-seal"::equals)) {
            return Optional.of("h= names ARC-Seal");
        }
        if (covered.limit().isPresent()) {
            return Optional.of("l= leaves the end of the body open");
        }
        return tags.value("q").filter(way -> !TagList.atColons(way).contains("dns/txt")).isPresent()
                ? Optional.of("no way to the key that we know in q=")
                : badTime(tags);
    }

    private static Optional<String> badTime(TagList tags) {
        return tags.compact("t").filter(digits -> !digits.matches("[0-9]{1,12}")).map(_ -> "t= is no time");
    }

    private Outcome verify(SignedMessage message, SignatureField field, SignatureTags common, MessageTags covered) {
        BodyHash.Hashed body = message.bodyHash(covered.body(), common.algorithm());
        return check.check(common, _ -> true, () -> body.is(covered.bodyHash()), () -> message.signed(covered.names(), covered.header(), field));
    }

    /// RFC 8617 section 4.1.3: over all sets up to its own, always in the relaxed form.
    private Outcome seal(SignatureField field, List<ArcSet> upTo) {
        if (field.tags().has("h")) {
            return malformed("h= has no place in a seal");
        }
        Optional<String> badTime = badTime(field.tags());
        if (badTime.isPresent()) {
            return malformed(badTime.get());
        }
        return switch (SignatureTags.read(field.tags(), Rules.TODAY)) {
            case Parsed.Malformed<SignatureTags>(int _, String why) -> malformed(why);
            case Parsed.Value<SignatureTags>(SignatureTags common) -> check.check(common, _ -> true, () -> true, () -> SealInput.of(upTo));
        };
    }
}
