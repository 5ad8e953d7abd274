package org.chancery.keyword;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.administration.ListLog;
import org.chancery.administration.Refused;
import org.chancery.administration.Release;
import org.chancery.keyring.SealedMail;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.ContentType;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Parsed;
import org.chancery.notice.Draft;
import org.chancery.notice.Notice;
import org.chancery.notice.TextId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what a mail with commands says, and writes its answer: signed by the list, encrypted to the signer. The caller has stored the mail
/// with its signatures, so it is done once at most.
///
/// A mail for another list does nothing, and neither does one with a line that is no command. A command that is not for the signer, or that
/// cannot be done, is answered with the reason; the others are done.
public final class KeywordDesk {
    private static final Logger LOG = LoggerFactory.getLogger(KeywordDesk.class);
    private static final String LOG_FILE = "log.txt";
    private final Surroundings site;
    private final KeyKeywords keys;
    private final FingerprintKeywords fingerprints;
    private final RosterKeywords roster;
    private final Resending resending;
    private final SigningKeywords signing;

    public KeywordDesk(Surroundings site) {
        this.site = site;
        this.keys = new KeyKeywords(site);
        this.fingerprints = new FingerprintKeywords(site);
        this.roster = new RosterKeywords(site);
        this.resending = new Resending(site);
        this.signing = new SigningKeywords(site);
    }

    /// What is resent and the answer, and what takes longer.
    public Answered obey(Opened mail) {
        site.keyring().ciphers().look(mail.list(), site.keyring().keyrings().of(mail.list()), mail.report());
        Run run = new Run(Signer.of(mail, site.members()));
        switch (BlockReader.read(mail.content())) {
            case Parsed.Malformed<Block>(int _, String why) -> run.refuse(Phrase.said(run.signer.language(), why));
            case Parsed.Value<Block>(Block block) when !block.list().equals(mail.list().address()) ->
                    run.refuse(run.signer.say(Phrase.OTHER_LIST, "named", block.list().toString(), "list", mail.list().address().toString()));
            case Parsed.Value<Block>(Block block) when block.needsContent() && isEmpty(mail, block) ->
                    run.refuse(run.signer.say(Phrase.NOTHING_BELOW));
            case Parsed.Value<Block>(Block block) -> block.keywords().forEach(keyword -> run.obey(keyword, block));
        }
        LOG.info("keyword.answered list={} signer={} resent={}", mail.list().address(), mail.author().address(), run.mails.size());
        Optional<String> resent = run.resent();
        run.mails.add(run.answer());
        return new Answered(run.mails, run.later, resent);
    }

    private static boolean isEmpty(Opened mail, Block block) {
        return block.text().isBlank() && Content.of(mail.content()).files().isEmpty();
    }

    /// As the answer names it.
    private static String word(Keyword keyword) {
        return switch (keyword) {
            case Keyword.Help() -> "help";
            case Keyword.Version() -> "version";
            case Keyword.Log() -> "log";
            case Keyword.Members _ -> "members";
            case Keyword.Subscribe _ -> "subscribe";
            case Keyword.Unsubscribe _ -> "unsubscribe";
            case Keyword.KeyAdd _ -> "key add";
            case Keyword.KeyList _ -> "key list";
            case Keyword.KeyListAll _ -> "key list all";
            case Keyword.KeyGet _ -> "key get";
            case Keyword.KeyFetch _ -> "key fetch";
            case Keyword.KeyPrefer _, Keyword.KeySet _ -> "key set";
            case Keyword.KeyRevoke _, Keyword.KeyRevokeNamed _ -> "key revoke";
            case Keyword.KeyApprove _ -> "key approve";
            case Keyword.KeyRefuse _ -> "key refuse";
            case Keyword.Resend _ -> "resend";
            case Keyword.AttachListKey() -> "attach-list-key";
            case Keyword.SignThis() -> "sign this";
        };
    }

    /// One mail.
    private final class Run {
        private final Signer signer;
        private final List<String> blocks = new ArrayList<>();
        private final List<Draft.Attached> files = new ArrayList<>();
        private final List<Notice> mails = new ArrayList<>();
        private final List<Supplier<Notice>> later = new ArrayList<>();
        private final List<String> resent = new ArrayList<>();

        Run(Signer signer) {
            this.signer = signer;
        }

        void obey(Keyword keyword, Block block) {
            Result result;
            try {
                result = result(keyword, block);
            } catch (Refused refused) {
                result = Result.of(refused.sentence());
            }
            add(word(keyword), result);
        }

        private Result result(Keyword keyword, Block block) {
            return switch (keyword) {
                case Keyword.Help() -> signer.result(Phrase.HELP);
                case Keyword.Version() -> Result.of(Release.NAME);
                case Keyword.Log() -> log();
                case Keyword.Members members -> roster.members(signer, members);
                case Keyword.Subscribe subscribe -> roster.subscribe(signer, subscribe, keys);
                case Keyword.Unsubscribe unsubscribe -> roster.unsubscribe(signer, unsubscribe);
                case Keyword.KeyAdd add -> keys.add(signer, add);
                case Keyword.KeyList list -> keys.list(signer, list);
                case Keyword.KeyListAll all -> keys.all(signer, all);
                case Keyword.KeyGet get -> keys.get(signer, get);
                case Keyword.KeyFetch fetch -> fetch(fetch);
                case Keyword.KeyPrefer prefer -> keys.prefer(signer, prefer);
                case Keyword.KeySet set -> fingerprints.set(signer, set);
                case Keyword.KeyRevoke revoke -> keys.revoke(signer, revoke);
                case Keyword.KeyRevokeNamed revoke -> fingerprints.revoke(signer, revoke);
                case Keyword.KeyApprove approve -> keys.approve(signer, approve);
                case Keyword.KeyRefuse refuse -> keys.refuse(signer, refuse);
                case Keyword.Resend resend -> resend(resend, block);
                case Keyword.AttachListKey() -> signer.result(Phrase.KEY_ALONG);
                case Keyword.SignThis() -> signing.sign(signer, block);
            };
        }

        /// Nothing is asked of others while a client waits: the answer says that it will be, and a second one what came of it.
        private Result fetch(Keyword.KeyFetch fetch) {
            Supplier<String> asking = keys.fetch(signer, fetch);
            later.add(() -> {
                Run second = new Run(signer);
                second.add(word(fetch), Result.of(asking.get()));
                return second.answer();
            });
            return signer.result(Phrase.ASKING, "address", fetch.of().toString());
        }

        /// Once in a mail: it is the dearest thing to ask for.
        private Result log() {
            if (files.stream().anyMatch(file -> file.name().equals(LOG_FILE))) {
                return signer.result(Phrase.LOG_ONCE);
            }
            ListLog.Log log = site.administration().log().of(signer.caller(), signer.mail().list());
            if (log.lines().isEmpty()) {
                return signer.result(Phrase.NOTHING_LOGGED);
            }
            byte[] text = (String.join("\n", log.lines()) + "\n").getBytes(StandardCharsets.UTF_8);
            return new Result(signer.say(Phrase.LOG_ATTACHED, "acts", String.valueOf(log.acts()), "posts", String.valueOf(log.posts())),
                    List.of(new Draft.Attached(new ContentType("text", "plain", Map.of("charset", "utf-8")), LOG_FILE, text)));
        }

        private Result resend(Keyword.Resend resend, Block block) {
            List<Draft.Attached> along = block.attachesKeys() ? keys.filesOfList(signer.mail().list()) : List.of();
            Resending.Resent sent = resending.resend(signer, resend, block, along);
            mails.addAll(sent.mails());
            if (block.onlyResends() && isShown(signer.mail().list().settings())) {
                resent.add(sent.forMembers());
            }
            return Result.of(sent.words());
        }

        /// What came encrypted goes to members sealed, or where the list lets it out.
        private static boolean isShown(Settings settings) {
            ProtectionPolicy policy = ProtectionPolicy.of(settings);
            return settings.flag(Setting.RESEND_COPIES) && (policy.distribEncrypt().isAny() || policy.plaintextOut());
        }

        Optional<String> resent() {
            return resent.isEmpty() || mails.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", resent));
        }

        void refuse(String why) {
            add(signer.say(Phrase.NOTHING_DONE), Result.of(why));
        }

        void add(String command, Result result) {
            blocks.add("> " + command + "\n" + result.words().indent(4).stripTrailing());
            files.addAll(result.files());
        }

        /// From is the address that acts on nothing, so that an answer to the answer commands nothing.
        Notice answer() {
            Opened mail = signer.mail();
            MailingList list = mail.list();
            Mailbox from = new Mailbox(list.address().localPart(), Address.of(list.address().localPart() + "-help", list.domain()));
            Notice plain = site.writer().write(Draft.of(TextId.COMMAND_RESULTS, list, from, signer.address()).in(signer.language())
                    .with("results", String.join("\n\n", blocks)).answering(mail.received()).attaching(files));
            return SealedMail.of(plain, mail.reader(), Optional.ofNullable(mail.signers().get(mail.reader().technology())), site.random());
        }
    }
}
