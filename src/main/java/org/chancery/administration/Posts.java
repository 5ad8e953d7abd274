package org.chancery.administration;

import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.posting.Order;

/// Messages that an administrator hands in: to be posted, or only to be judged.
public final class Posts {
    private final Injector injector;
    private final PolicyTest policyTest;
    private final InstantSource clock;

    Posts(Injector injector, PolicyTest policyTest, InstantSource clock) {
        this.injector = injector;
        this.policyTest = policyTest;
        this.clock = clock;
    }

    /// Posts as the person `as`, audited as injected. Returns the reply; a refusal by the line is [Refused].
    public String post(Caller caller, MailingList list, Optional<String> as, byte[] message) {
        caller.must(Permission.POST_AS_ANYBODY);
        Optional<Address> author = as.map(Addresses::require);
        Injector.Reply reply = injector.inject(list, author, withCrlf(message), caller.act(clock.instant(), "post.inject",
                list.address().key(), author.map(address -> "as=" + address).orElse("as nobody")));
        if (!reply.accepted()) {
            throw new Refused(reply.line());
        }
        return reply.line();
    }

    public Order.Judged test(MailingList list, byte[] message) {
        return policyTest.judge(list, withCrlf(message));
    }

    /// Files on this side have LF; a message has CRLF (RFC 5322 section 2.1). A lone CR stays: the line judges it.
    static byte[] withCrlf(byte[] message) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(message.length + message.length / 40);
        byte before = 0;
        for (byte octet : message) {
            if (octet == '\n' && before != '\r') {
                lines.write('\r');
            }
            lines.write(octet);
            before = octet;
        }
        return lines.toByteArray();
    }
}
