package org.chancery.web.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.administration.Caller;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.protection.Technology;
import org.eclipse.jetty.http.HttpException;
import tools.jackson.databind.JsonNode;

/// One call: who asks, about what, and what came with it. What is wrong with it is thrown as [Problem].
record Request(Context context, Caller caller, RestApi.Services services) {
    static final int MAX_CERTIFICATE = 64 * 1024; // what a member's key may have
    static final int MAX_FILE = 1024 * 1024; // as commands take it
    private static final int MAX_WORDS = 16 * 1024;
    static final int MAX_WRAPPED = 2 * MAX_FILE; // a file in base64
    private static final String JSON = "application/json";
    /// None of them is sent by a page of another site without asking us first (Fetch standard, CORS-safelisted request headers).
    private static final Set<String> FILES = Set.of(
            "application/octet-stream", "application/pgp-keys", "application/x-pem-file", "application/x-pkcs12", "application/pkix-cert", "application/pkix-crl");

    /// The list in the path. Who has no part in it hears the same as of one that does not exist.
    MailingList list() {
        return Address.parse(context.pathParam("list")).toOptional().flatMap(services.lists()::find).filter(caller::knows)
                .orElseThrow(() -> new Problem(404, "There is no such list, or you have no part in it."));
    }

    /// The member in the path, as it is written.
    String member() {
        return context.pathParam("address");
    }

    /// Yes or no behind the question mark.
    boolean isAsked(String name, boolean usual) {
        return switch (Optional.ofNullable(context.queryParam(name)).orElse(usual ? "yes" : "no")) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new Problem(422, "\"" + name + "\" is yes or no.");
        };
    }

    Optional<Technology> technologyAsked() {
        return Optional.ofNullable(context.queryParam("technology")).map(Request::technology);
    }

    /// Behind the question mark.
    Optional<String> asked(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    private static Technology technology(String word) {
        return Arrays.stream(Technology.values()).filter(one -> one.word().equals(word)).findFirst()
                .orElseThrow(() -> new Problem(422, "\"technology\" is openpgp or smime."));
    }

    // ---- bodies

    /// A file as it is.
    byte[] file(int most) {
        if (!FILES.contains(type())) {
            throw new Problem(415, "Send the file itself, as application/octet-stream.");
        }
        return body(most);
    }

    boolean isJson() {
        return type().equals(JSON);
    }

    /// One object with no other names than these.
    Words words(String... names) {
        return words(MAX_WORDS, names);
    }

    Words words(int most, String... names) {
        if (!isJson()) {
            throw new Problem(415, "Send a JSON object as application/json; {} where there is nothing to say.");
        }
        JsonNode object = Json.object(body(most));
        object.propertyNames().stream().filter(name -> !Set.of(names).contains(name)).findFirst().ifPresent(name -> {
            throw new Problem(422, "Nothing is known of \"" + name + "\" here. What can be said: " + (names.length == 0 ? "nothing" : String.join(", ", names)) + ".");
        });
        return new Words(object);
    }

    private String type() {
        return Optional.ofNullable(context.contentType()).orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private byte[] body(int most) {
        if (context.header("Content-Encoding") != null) {
            throw new Problem(415, "Send the body without Content-Encoding.");
        }
        if (context.req().getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try {
            InputStream in = context.req().getInputStream();
            byte[] octets = in.readNBytes(most + 1);
            if (octets.length > most) {
                throw tooLarge(most);
            }
            return octets;
        } catch (IOException | HttpException.RuntimeException broken) {
            throw new Problem(400, "The body did not come whole.");
        }
    }

    private static Problem tooLarge(int most) {
        return new Problem(413, "The body is larger than " + most / 1024 + " KiB.");
    }

    /// What stands in the object of a body.
    record Words(JsonNode object) {
        Optional<String> text(String name) {
            if (!object.has(name)) {
                return Optional.empty();
            }
            if (!object.get(name).isString()) {
                throw new Problem(422, "\"" + name + "\" must be text.");
            }
            return Optional.of(object.get(name).stringValue());
        }

        boolean truth(String name) {
            if (object.has(name) && !object.get(name).isBoolean()) {
                throw new Problem(422, "\"" + name + "\" must be true or false.");
            }
            return object.has(name) && object.get(name).booleanValue();
        }

        Optional<Technology> technology() {
            return text("technology").map(Request::technology);
        }

        byte[] octets(String name) {
            try {
                return Base64.getMimeDecoder().decode(text(name).orElseThrow(() -> new Problem(422, "\"" + name + "\" is missing: the file in base64.")));
            } catch (IllegalArgumentException noBase64) {
                throw new Problem(422, "\"" + name + "\" must be base64.");
            }
        }
    }

    // ---- answers

    void answer(int status, Object thing) {
        context.status(status).contentType(JSON).result(Json.write(thing));
    }

    /// Armour or PEM.
    void document(byte[] ascii) {
        boolean isOpenPgp = ascii.length > 14 && new String(ascii, 0, 14, StandardCharsets.US_ASCII).equals("-----BEGIN PGP");
        context.contentType(isOpenPgp ? "application/pgp-keys" : "application/x-pem-file").result(ascii);
    }
}
