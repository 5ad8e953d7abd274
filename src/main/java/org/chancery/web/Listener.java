package org.chancery.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.chancery.web.api.RestApi;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One bound address with Jetty behind it, made as tight as a stranger's door should be; what it answers is added by
/// `routes`. Requests run on virtual threads; platform threads only wait for the network.
final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int MAX_BODY = 64 * 1024; // the largest form we have takes a hundred octets
    private static final long MAX_DRAINED = 4L * MAX_BODY; // a form with somebody's picture in it is cut off
    private static final int MAX_HEADER = 8 * 1024; // longest URL of ours plus what browsers send
    private static final int MAX_CONNECTIONS = 500; // far more than pages need; what is over it waits
    private static final Duration IDLE = Duration.ofSeconds(30); // silent clients give their place to others
    private static final int PLATFORM_THREADS = 6; // one waits for the network, the others are Jetty's own errands

    private final Javalin javalin;
    private final ServerConnector connector;

    private Listener(Javalin javalin, ServerConnector connector) {
        this.javalin = javalin;
        this.connector = connector;
    }

    static Listener start(InetSocketAddress address, Predicate<HttpServletRequest> hosts, ObjIntConsumer<Context> refuse, Consumer<JavalinConfig> routes) {
        Javalin javalin = Javalin.create(config -> {
            quietly(config);
            tightly(config, address);
            config.routes.before(context -> admit(context, hosts, refuse));
            config.routes.exception(HttpResponseException.class, (refusal, context) -> refuse.accept(context, refusal.getStatus()));
            config.routes.exception(ServletException.class, (fault, context) -> notAForm(fault, context, refuse));
            config.routes.exception(Exception.class, (fault, context) -> broken(fault, context, refuse));
            routes.accept(config);
        });
        try {
            javalin.start();
        } catch (JavalinException notBound) {
            throw new UncheckedIOException(new IOException("the web cannot listen on " + address, notBound));
        }
        return new Listener(javalin, (ServerConnector) javalin.jettyServer().server().getConnectors()[0]);
    }

    private static void quietly(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
    }

    private static void tightly(JavalinConfig config, InetSocketAddress address) {
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = MAX_BODY;
        config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.NONE;
        config.jetty.multipartConfig.maxTotalRequestSize(MAX_BODY, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxInMemoryFileSize(MAX_BODY, SizeUnit.BYTES); // nothing of a stranger's goes to disk
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(Listener::limits);
        config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors()));
        config.jetty.modifyServletContextHandler(handler -> {
            handler.getSessionHandler().setUsingCookies(false); // nobody gets a session by accident
            handler.getSessionHandler().setUsingUriParameters(false);
            handler.setErrorHandler(new PlainErrors());
        });
        config.jetty.addConnector((server, http) -> connector(server, http, address));
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
        threads.setName("web");
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("web-"));
        return threads;
    }

    private static void limits(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(MAX_HEADER);
        http.addCustomizer((request, fields) -> {
            SecurityFields.putInto(fields);
            keepOutWebSockets(request);
            return request;
        });
    }

    /// Javalin would take a web socket past every filter and open a session for it. Other upgrades it ignores.
    private static void keepOutWebSockets(Request request) {
        if (request.getHeaders().contains(HttpHeader.SEC_WEBSOCKET_KEY)) {
            throw new HttpException.RuntimeException(400, "no web sockets here");
        }
    }

    private static Connector connector(Server server, HttpConfiguration http, InetSocketAddress address) {
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        return connector;
    }

    private static void admit(Context context, Predicate<HttpServletRequest> hosts, ObjIntConsumer<Context> refuse) {
        if (!hosts.test(context.req())) {
            refuse.accept(context, 421); // RFC 9110 section 15.5.20
            context.skipRemainingHandlers();
        } else if (!RestApi.isFor(context.req()) && context.req().getContentLengthLong() > MAX_BODY) { // it looks for itself, once it knows who sends
            drain(context);
            throw new ContentTooLargeResponse();
        }
    }

    /// A connection that ends with octets unread is reset, and then the client never reads why. What is a little too large is read to its
    /// end; who sends more is cut off.
    private static void drain(Context context) {
        try {
            context.req().getInputStream().skip(MAX_DRAINED);
        } catch (IOException gone) {
            LOG.debug("web.drain cause=\"{}\"", gone.toString());
        }
    }

    /// A body that claims to be a multipart form and is none.
    private static void notAForm(ServletException fault, Context context, ObjIntConsumer<Context> refuse) {
        if (fault.getCause() instanceof HttpException malformed) {
            refuse.accept(context, malformed.getCode());
        } else {
            broken(fault, context, refuse);
        }
    }

    private static void broken(Exception fault, Context context, ObjIntConsumer<Context> refuse) {
        LOG.error("web.failed method={} route={}", context.method(), context.endpoint().path, fault);
        refuse.accept(context, 500);
    }

    /// The address that is really bound.
    InetSocketAddress address() {
        return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
