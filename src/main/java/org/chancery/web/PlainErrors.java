package org.chancery.web;

import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What Jetty says when a request does not even reach a route. Its own page would name the path and itself.
final class PlainErrors extends ErrorPageErrorHandler {
    private static final String SENTENCE = "The request could not be answered.\n";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityFields.putInto(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        Content.Sink.write(response, true, SENTENCE, callback);
        return true;
    }
}
