package org.chancery.web.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request that was not answered as it was meant, in the form of RFC 9457: the status and one sentence that says what to do.
///
/// Example: `throw new Problem(415, "Send the key as application/octet-stream.")`.
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final String TYPE = "application/problem+json";
    private static final long MAX_DRAINED = 256 * 1024;
    private final int status;

    Problem(int status, String sentence) {
        super(sentence, null, false, false); // no stack: a stranger may cause as many as he likes
        this.status = status;
    }

    void answer(Context context) {
        write(context, status, String.valueOf(getMessage()));
    }

    static void write(Context context, int status, String sentence) {
        drain(context);
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", title(status));
        problem.put("status", status);
        problem.put("detail", sentence);
        context.status(status).contentType(TYPE).result(Json.write(problem));
    }

    /// A connection that ends with octets unread is reset, and then the client never reads why.
    private static void drain(Context context) {
        try {
            context.req().getInputStream().skip(MAX_DRAINED);
        } catch (IOException | HttpException.RuntimeException gone) {
            LOG.debug("api.drain cause=\"{}\"", gone.toString());
        }
    }

    /// What is to be said where the status says it all.
    static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is nothing here; docs/admin/api.md names all calls.";
            case 413 -> "The body is too large.";
            case 421 -> "This is not the site that was asked for; use the name of its web address.";
            default -> status < 500 ? "The request was not understood." : "Something is broken here; the log of the server says what.";
        };
    }

    /// The reason phrases of RFC 9110 section 15, as RFC 9457 section 4.2.1 wants them with `about:blank`.
    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            default -> status < 500 ? "Bad Request" : "Internal Server Error";
        };
    }
}
