package org.chancery.web.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.KeyConcerns;
import org.chancery.administration.Words;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.MemberCiphers;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.keyring.Trusted;
import org.chancery.list.MailingList;
import org.jspecify.annotations.Nullable;

/// Things as programs read them: the names and words are those of `chancery key … --json`.
final class Views {
    private Views() {}

    static Map<String, @Nullable Object> of(MailingList list, ListKey key) {
        Map<String, @Nullable Object> view = key(list.address().toString(), key.technology().word(), key.fingerprint());
        view.put("component", key.component());
        view.put("state", key.state().word());
        view.put("source", null);
        return times(view, key.created(), key.expires(), key.ends());
    }

    static Map<String, @Nullable Object> of(MemberKey key) {
        Map<String, @Nullable Object> view = key(key.address().toString(), key.slot().word(), key.fingerprint());
        view.put("component", null);
        view.put("state", key.state().word());
        view.put("source", key.source().word());
        return times(view, key.created(), key.expires(), key.deadline());
    }

    private static Map<String, @Nullable Object> key(String of, String technology, String fingerprint) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("of", of);
        view.put("technology", technology);
        view.put("fingerprint", fingerprint);
        return view;
    }

    private static Map<String, @Nullable Object> times(Map<String, @Nullable Object> view, Instant created, Optional<Instant> expires, Optional<Instant> until) {
        view.put("created", text(created));
        view.put("expires", expires.map(Views::text).orElse(null));
        view.put("until", until.map(Views::text).orElse(null));
        return view;
    }

    private static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static Map<String, @Nullable Object> of(MailingList list, String member, MemberKeyDesk.Handed handed) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("list", list.address().toString());
        view.put("address", member);
        view.put("fingerprint", handed.fingerprint());
        view.put("state", Words.of(handed.what()));
        return view;
    }

    static Map<String, @Nullable Object> of(MailingList list, String member, MemberCiphers.Used used) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("list", list.address().toString());
        view.put("address", member);
        view.put("cipher", used.cipher().word());
        view.put("source", Words.of(used.source()));
        view.put("said", used.said().map(Views::text).orElse(null));
        return view;
    }

    static Map<String, @Nullable Object> of(Trusted entry) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("kind", entry.kind().word());
        view.put("subject", entry.subject());
        view.put("fingerprint", entry.fingerprint());
        view.put("added", text(entry.added()));
        view.put("expires", entry.expires().map(Views::text).orElse(null));
        return view;
    }

    static Map<String, @Nullable Object> of(KeyConcerns.Concern concern) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("list", concern.list().address().toString());
        view.put("grave", concern.isGrave());
        view.put("concern", concern.sentence());
        return view;
    }
}
