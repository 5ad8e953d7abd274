package org.chancery.web.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.KeyAdministration;
import org.chancery.administration.Refused;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.list.MailingList;
import org.chancery.protection.Technology;
import org.chancery.secrets.Secret;

/// The keys of a list, and whom it trusts for S/MIME. Each answers with what the act has made.
final class ListKeyCalls {
    private static final String KEYS = "/lists/{list}/keys";
    private static final String ANCHORS = "/lists/{list}/anchors";
    private final KeyAdministration keys;

    ListKeyCalls(KeyAdministration keys) {
        this.keys = keys;
    }

    void at(RestApi.Calls calls) {
        calls.at("/keys/check", Map.of("GET", request -> request.answer(200, keys.concerns(request.caller()).stream().map(Views::of).toList())));
        calls.at(KEYS, Map.of("GET", this::all, "POST", this::generate));
        calls.at(KEYS + "/import", Map.of("POST", this::take));
        calls.at(KEYS + "/rotate", Map.of("POST", this::rotate));
        calls.at(KEYS + "/revoke", Map.of("POST", this::revoke));
        calls.at(KEYS + "/export", Map.of("GET", this::export));
        calls.at(KEYS + "/request", Map.of("GET", request -> request.document(keys.request(request.caller(), request.list()))));
        calls.at(KEYS + "/backup", Map.of("GET", request -> request.document(keys.backup(request.caller(), request.list()))));
        calls.at(KEYS + "/restore", Map.of("POST", this::restore));
        calls.at(ANCHORS, Map.of("GET", this::anchors, "POST", this::trust));
        calls.at(ANCHORS + "/{fingerprint}", Map.of("DELETE", this::distrust));
    }

    private void all(Request request) {
        MailingList list = request.list();
        request.answer(200, keys.all(request.caller(), list).stream().map(key -> Views.of(list, key)).toList());
    }

    private void generate(Request request) {
        MailingList list = request.list();
        request.answer(201, Views.of(list, keys.generate(request.caller(), list, kind(request.words("type")).orElse(ListKeyDesk.Kind.ED25519))));
    }

    private static Optional<ListKeyDesk.Kind> kind(Request.Words words) {
        return words.text("type").map(type -> Arrays.stream(ListKeyDesk.Kind.values()).filter(one -> one.word().equals(type)).findFirst()
                .orElseThrow(() -> new Problem(422, "\"type\" is one of " + String.join(", ", Arrays.stream(ListKeyDesk.Kind.values()).map(ListKeyDesk.Kind::word).toList()) + ".")));
    }

    /// As it is, or in an object with the passphrase of a locked one.
    private void take(Request request) {
        MailingList list = request.list();
        ListKey key;
        if (request.isJson()) {
            Request.Words words = request.words(Request.MAX_WRAPPED, "file", "passphrase");
            key = keys.importKey(request.caller(), list, words.octets("file"), words.text("passphrase").map(Secret::of).stream().toList());
        } else {
            key = keys.importKey(request.caller(), list, request.file(Request.MAX_FILE), List.of());
        }
        request.answer(201, Views.of(list, key));
    }

    private void rotate(Request request) {
        MailingList list = request.list();
        Request.Words words = request.words("technology", "fingerprint", "primary", "type");
        Optional<ListKeyDesk.Kind> kind = kind(words);
        if (words.truth("primary")) {
            request.answer(200, Views.of(list, keys.rotatePrimary(request.caller(), list, which(request, words, list), kind).key()));
        } else if (kind.isPresent()) {
            throw new Problem(422, "\"type\" goes with \"primary\": a new subkey is made like the one before.");
        } else {
            request.answer(200, Views.of(list, keys.rotate(request.caller(), list, which(request, words, list))));
        }
    }

    private void revoke(Request request) {
        MailingList list = request.list();
        request.answer(200, Views.of(list, keys.revoke(request.caller(), list, which(request, request.words("technology", "fingerprint"), list))));
    }

    private ListKeyDesk.Which which(Request request, Request.Words words, MailingList list) {
        return new ListKeyDesk.Which(keys.technology(request.caller(), list, words.technology()), words.text("fingerprint"));
    }

    /// For all who have a part in the list.
    private void export(Request request) {
        MailingList list = request.list();
        Optional<Technology> technology = request.technologyAsked();
        Optional<String> fingerprint = request.asked("fingerprint");
        try {
            request.document(keys.export(list, new ListKeyDesk.Which(technology.orElse(Technology.OPENPGP), fingerprint)));
        } catch (Refused none) {
            if (technology.isPresent() || fingerprint.isPresent()) {
                throw none;
            }
            request.document(keys.export(list, ListKeyDesk.Which.of(Technology.SMIME)));
        }
    }

    private void restore(Request request) {
        MailingList list = request.list();
        boolean isDry = request.isAsked("dry-run", false);
        request.answer(200, keys.restore(request.caller(), list, request.file(Request.MAX_FILE), request.asked("formerly"), isDry).keys().stream().map(key -> Views.of(list, key)).toList());
    }

    // ---- anchors

    private void anchors(Request request) {
        request.answer(200, keys.trusted(request.caller(), request.list()).stream().map(Views::of).toList());
    }

    private void trust(Request request) {
        MailingList list = request.list();
        request.answer(201, keys.trust(request.caller(), list, request.file(Request.MAX_FILE)).stream().map(Views::of).toList());
    }

    private void distrust(Request request) {
        request.answer(200, Views.of(keys.distrust(request.caller(), request.list(), request.context().pathParam("fingerprint"))));
    }
}
