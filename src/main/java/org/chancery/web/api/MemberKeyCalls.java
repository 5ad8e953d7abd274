package org.chancery.web.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.KeyAdministration;
import org.chancery.keyring.MemberCiphers;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeyDesk.Handed;
import org.chancery.list.MailingList;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.Technology;

/// The keys of members: each cares for the own ones, owners for all of their list.
final class MemberKeyCalls {
    private static final String MEMBER = "/lists/{list}/members/{address}/keys";
    private final KeyAdministration keys;

    MemberKeyCalls(KeyAdministration keys) {
        this.keys = keys;
    }

    void at(RestApi.Calls calls) {
        calls.at("/lists/{list}/members/keys", Map.of("GET", request ->
                request.answer(200, views(keys.ofMembers(request.caller(), request.list())))));
        calls.at(MEMBER, Map.of("GET", request -> all(request, request.list()), "POST", this::handIn));
        calls.at(MEMBER + "/export", Map.of("GET", request ->
                request.document(keys.exportOf(request.caller(), request.list(), request.member(), request.technologyAsked()))));
        calls.at(MEMBER + "/fetch", Map.of("POST", this::fetch));
        calls.at(MEMBER + "/approve", Map.of("POST", this::approve));
        calls.at(MEMBER + "/refuse", Map.of("POST", this::refuse));
        calls.at(MEMBER + "/revoke", Map.of("POST", this::revoke));
        calls.at(MEMBER + "/prefer", Map.of("POST", this::prefer));
        calls.at(MEMBER + "/cipher", Map.of("GET", request -> cipher(request, keys.cipher(request.caller(), request.list(), request.member())), "POST", this::cipher));
    }

    private static List<?> views(List<MemberKey> keys) {
        return keys.stream().map(Views::of).toList();
    }

    /// With a challenge, or without where the caller answers for it.
    private void handIn(Request request) {
        MailingList list = request.list();
        boolean isChallenged = request.isAsked("challenge", true);
        byte[] file = request.file(Request.MAX_CERTIFICATE);
        answer(request, list, isChallenged
                ? keys.handIn(request.caller(), list, request.member(), file)
                : keys.install(request.caller(), list, request.member(), file));
    }

    private void fetch(Request request) {
        MailingList list = request.list();
        Optional<String> fingerprint = request.words("fingerprint").text("fingerprint");
        answer(request, list, keys.fetch(request.caller(), list, request.member(), fingerprint));
    }

    /// 202: it counts when the challenge is answered.
    private static void answer(Request request, MailingList list, Handed handed) {
        request.answer(handed.what() == Handed.What.CHALLENGED ? 202 : 200, Views.of(list, request.member(), handed));
    }

    private void approve(Request request) {
        MailingList list = request.list();
        Request.Words words = request.words("now", "fingerprint");
        keys.approve(request.caller(), list, request.member(), words.text("fingerprint"), words.truth("now"));
        all(request, list);
    }

    private void refuse(Request request) {
        MailingList list = request.list();
        request.words();
        keys.object(request.caller(), list, request.member());
        all(request, list);
    }

    private void revoke(Request request) {
        MailingList list = request.list();
        keys.revokeOf(request.caller(), list, request.member(), request.words("technology").technology());
        all(request, list);
    }

    /// All of the member's, as they are now.
    private void all(Request request, MailingList list) {
        request.answer(200, views(keys.ofMember(request.caller(), list, request.member())));
    }

    private void cipher(Request request) {
        MailingList list = request.list();
        String word = request.words("cipher").text("cipher").orElse("");
        cipher(request, word.equals("announced") ? keys.unchoose(request.caller(), list, request.member())
                : keys.choose(request.caller(), list, request.member(), ContentCipher.ofWord(word)
                        .orElseThrow(() -> new Problem(422, "Say \"cipher\": aes256-gcm, aes256-cbc, or announced."))));
    }

    private static void cipher(Request request, MemberCiphers.Used used) {
        request.answer(200, Views.of(request.list(), request.member(), used));
    }

    private void prefer(Request request) {
        MailingList list = request.list();
        Technology technology = request.words("technology").technology().orElseThrow(() -> new Problem(422, "Say \"technology\": openpgp or smime."));
        keys.prefer(request.caller(), list, request.member(), technology);
        request.answer(200, Map.of("list", list.address().toString(), "address", request.member(), "technology", technology.word()));
    }
}
