package org.chancery.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.chancery.archive.Numbers;
import org.chancery.delivery.bounce.Standing;
import org.chancery.kit.PreparedSite;
import org.chancery.keyring.Trusted;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Members.NewMember;
import org.chancery.list.MembershipNumber;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.mail.Envelope;
import org.chancery.moderation.HeldPosts.Decision;
import org.chancery.moderation.Verb;
import org.chancery.notice.Language;
import org.chancery.notice.Notice;
import org.chancery.notice.TextId;
import org.chancery.notice.TextOverrides;
import org.chancery.posting.Order;
import org.chancery.posting.Receipt;
import org.chancery.posting.ReceiptId;
import org.chancery.posting.sealing.MissedPosts;
import org.chancery.sender.SenderId;
import org.chancery.store.Store;
import org.chancery.subscription.Asker;
import org.chancery.subscription.Ban;
import org.chancery.subscription.Change;
import org.chancery.subscription.Door;
import org.chancery.subscription.Request;

/// One administrative act on the store of a folder, as a process of its own: so that a failpoint at its commit can end it.
/// Arguments: the folder, and the name of an [Deed].
final class StoreActs {
    private static final byte[] OCTETS = "Subject: held\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String MESSAGE_ID = "<%s@failpoints.example>";

    private StoreActs() {}

    /// Each commit of an administrator, with what must be there before and what can be seen afterwards.
    enum Deed {
        DESK {
            @Override
            void prepare(Store store) {
                receive(store, this, Order.State.HELD);
            }

            @Override
            void run(Store store) {
                store.heldPosts().decide(
                        new Decision(store.receipts().held(Optional.empty()).getFirst().id(), Verb.REJECT, "admin", "no", List.of(), act(this)), () -> true);
            }

            @Override
            boolean isDone(Store store) {
                return store.receipts().held(Optional.empty()).isEmpty();
            }
        },
        PURGE {
            @Override
            void prepare(Store store) {
                run(store); // the failpoint is to be that of the receipt below
                receive(store, this, Order.State.REJECTED);
            }

            @Override
            void run(Store store) {
                store.receipts().purge(Instant.now().plus(Duration.ofDays(1)));
            }

            @Override
            boolean isDone(Store store) {
                return store.receipts().byMessageId(messageId(this)).stream().allMatch(receipt -> store.receipts().message(receipt.id()).isEmpty());
            }
        },
        /// Needs work that waits: the failpoints of releasing leave some.
        QUEUE {
            @Override
            void run(Store store) {
                store.queue().retryNow(OptionalLong.empty(), Instant.now(), act(this));
            }

            @Override
            boolean isDone(Store store) {
                return store.queue().shape(Instant.now()).chunksWaiting() == 0;
            }
        },
        LIST {
            @Override
            void run(Store store) {
                store.lists().addDomain(Domain.of("failpoints.example"), act(this));
            }

            @Override
            boolean isDone(Store store) {
                return store.lists().domains().contains(Domain.of("failpoints.example"));
            }
        },
        MEMBER {
            @Override
            void run(Store store) {
                store.members().add(new NewMember(list(store).id(), SOMEBODY, "", Role.MODERATOR, Member.Preferences.DEFAULT), act(this));
            }

            @Override
            boolean isDone(Store store) {
                return store.members().find(list(store).id(), SOMEBODY, Role.MODERATOR).isPresent();
            }
        },
        ACCOUNT {
            @Override
            void run(Store store) {
                store.accounts().add(SOMEBODY, act(this));
            }

            @Override
            boolean isDone(Store store) {
                return store.accounts().find(SOMEBODY).isPresent();
            }
        },
        AUDIT {
            @Override
            void run(Store store) {
                store.audit().note(act(this));
            }

            @Override
            boolean isDone(Store store) {
                return store.audit().last(1).getFirst().act().action().equals(act(this).action());
            }
        },
        TEXT {
            @Override
            void run(Store store) {
                store.texts().save(new TextOverrides.Words(new TextOverrides.Scope.OfSite(), TextId.GOODBYE, Language.EN, "Subject: x\n\n{address}\n"), act(this));
            }

            @Override
            boolean isDone(Store store) {
                return !store.texts().all().isEmpty();
            }
        },
        NOTICE {
            @Override
            void run(Store store) {
                store.outbox().send(new Notice(label(), Optional.empty(), List.of(SOMEBODY), OCTETS));
            }

            @Override
            boolean isDone(Store store) {
                return store.queue().shape(Instant.now()).chunksDue() > 0;
            }
        },
        ANSWER {
            @Override
            void run(Store store) {
                store.answers().mayAnswer(SOMEBODY, label(), Duration.ofDays(1));
            }

            @Override
            boolean isDone(Store store) {
                return !store.answers().mayAnswer(SOMEBODY, label(), Duration.ZERO);
            }
        },
        BAN {
            @Override
            void run(Store store) {
                store.bans().add(new Ban(Optional.empty(), new Ban.One(SOMEBODY)), act(this));
            }

            @Override
            boolean isDone(Store store) {
                return !store.bans().of(Optional.empty()).isEmpty();
            }
        },
        SENDER {
            @Override
            void run(Store store) {
                store.senders().senders().create(SenderId.create(Instant.now(), new SecureRandom()), SOMEBODY, act(this));
            }

            @Override
            boolean isDone(Store store) {
                return store.senders().senders().of(SOMEBODY).isPresent();
            }
        },
        REQUEST {
            @Override
            void run(Store store) {
                Instant now = Instant.now();
                store.requests().put(new Request(
                        REQUEST_ID, list(store).id(), SOMEBODY, new Change.Leave(), Door.MAIL, Asker.ANYBODY, Request.State.WAITING,
                        now, now.plus(Duration.ofDays(3)), now.plus(Duration.ofDays(30)), Optional.empty()), List.of());
            }

            @Override
            boolean isDone(Store store) {
                return store.requests().find(REQUEST_ID).isPresent();
            }
        },
        DIGEST {
            private static final Numbers FIRST = new Numbers(1, 1, "2026-11");

            @Override
            void run(Store store) {
                store.digests().renumber(list(store).id(), Numbers.NONE, FIRST);
            }

            @Override
            boolean isDone(Store store) {
                return store.digests().numbers(list(store).id()).equals(FIRST);
            }
        },
        BOUNCE {
            @Override
            void run(Store store) {
                store.bounces().count(member(store), known -> new Standing(
                        known.membership(), Standing.State.COUNTING, 1, Instant.EPOCH, Instant.EPOCH, Optional.empty(), "5.1.1", "no such user", "", 0,
                        Optional.empty(), known.version()));
            }

            @Override
            boolean isDone(Store store) {
                return store.bounces().find(member(store)).isPresent();
            }
        },
        FAILURE {
            @Override
            void run(Store store) {
                store.senders().failures().add("failpoint", Instant.now(), Duration.ofHours(1));
            }

            @Override
            boolean isDone(Store store) {
                return store.senders().failures().of("failpoint", Instant.now(), Duration.ofHours(1)).isPresent();
            }
        },
        KEYS {
            @Override
            void run(Store store) {
                store.keys().lists().trust(new Trusted(list(store).id(), Trusted.Kind.CRL, "failpoint", "a list", OCTETS, Instant.now(), Optional.empty()), act(this));
            }

            @Override
            boolean isDone(Store store) {
                return !store.keys().lists().trusted(list(store).id()).isEmpty();
            }
        },
        MISSED {
            @Override
            void run(Store store) {
                Member member = store.members().find(member(store)).orElseThrow();
                store.missedPosts().tell(
                        new MissedPosts.Missed(list(store).id(), member, 1), new Notice(label(), Optional.empty(), List.of(SOMEBODY), OCTETS), Instant.now());
            }

            @Override
            boolean isDone(Store store) {
                return !store.missedPosts().without().isEmpty();
            }
        };

        private static final long REQUEST_ID = 7;

        private static final Address SOMEBODY = Address.of("somebody@failpoints.example");

        void prepare(Store store) {}

        /// Does it write a line of the audit log?
        boolean isLogged() {
            return switch (this) {
                case PURGE, NOTICE, ANSWER, REQUEST, DIGEST, BOUNCE, FAILURE, MISSED -> false;
                case DESK, QUEUE, LIST, MEMBER, ACCOUNT, AUDIT, TEXT, BAN, SENDER, KEYS -> true;
            };
        }

        abstract void run(Store store);

        abstract boolean isDone(Store store);

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static org.chancery.audit.Act act(Deed deed) {
        return PreparedSite.act("failpoint." + deed.label(), "test");
    }

    private static MembershipNumber member(Store store) {
        AtomicReference<MembershipNumber> first = new AtomicReference<>();
        store.members().each(list(store).id(), Optional.of(Role.MEMBER), member -> first.compareAndSet(null, member.number()));
        return first.get();
    }

    private static MailingList list(Store store) {
        return store.lists().find(Address.of(PreparedSite.LIST)).orElseThrow();
    }

    private static String messageId(Deed deed) {
        return String.format(Locale.ROOT, MESSAGE_ID, deed.label());
    }

    private static void receive(Store store, Deed deed, Order.State state) {
        Receipt receipt = new Receipt(
                ReceiptId.create(Instant.now(), new SecureRandom()), Instant.now(), Map.of(),
                new Envelope(Envelope.MailFrom.of(Address.of("ann@example.com")), List.of(Envelope.Recipient.of(Address.of(PreparedSite.LIST)))),
                Optional.of(messageId(deed)), new byte[] {1}, OCTETS.length);
        Order order = new Order(
                list(store).id(), state, Optional.empty(), new Order.Judged("hold", "policy", 1, "hold.", "", 1, 1, Map.of(), ""));
        store.receipts().commit(receipt, OCTETS, List.of(order), List.of(), () -> true);
    }

    public static void main(String[] arguments) throws IOException {
        try (Store store = PreparedSite.open(Path.of(arguments[0]), "sqlite")) {
            Deed.valueOf(arguments[1]).run(store);
        }
    }
}
