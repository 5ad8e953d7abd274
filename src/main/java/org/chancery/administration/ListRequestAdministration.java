package org.chancery.administration;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.account.AccountRole;
import org.chancery.account.Accounts;
import org.chancery.account.Person;
import org.chancery.account.Persons;
import org.chancery.list.ListRequests;
import org.chancery.list.ListRequests.ListRequest;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.notice.Draft;
import org.chancery.notice.Language;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Outbox;
import org.chancery.notice.TextId;

/// Lists that a list creator asks for, and that the owner of the domain or a site administrator grants. Who asked becomes the
/// first owner of the list.
public final class ListRequestAdministration {
    private final ListRequests requests;
    private final ListAdministration lists;
    private final Members members;
    private final Accounts accounts;
    private final Mails mails;
    private final InstantSource clock;

    /// How those concerned are told.
    record Mails(NoticeWriter writer, Outbox outbox, Persons persons) {
        /// Where a person wants to be written to.
        Address reached(Address account) {
            return persons.of(account).map(Person::preferred).orElse(account);
        }
    }

    ListRequestAdministration(ListRequests requests, ListAdministration lists, Members members, Accounts accounts, Mails mails, InstantSource clock) {
        this.requests = requests;
        this.lists = lists;
        this.members = members;
        this.accounts = accounts;
        this.mails = mails;
        this.clock = clock;
    }

    /// Asks in the name of an account, which must be allowed to; the deciders are told. `reason` is one line.
    public ListRequest ask(Caller caller, Account asker, String text, String style, String reason) {
        Address address = lists.free(text);
        new Caller(asker.address().toString(), caller.door(), Powers.of(asker, members)).must(Permission.ASK_FOR_LIST, address.domain());
        Styles.require(style);
        Setting.Kind.LINE.fault(reason).ifPresent(fault -> {
            throw new Refused("The reason cannot be used: " + fault + ".");
        });
        ListRequest request = requests.ask(address, style, reason, asker.address(),
                        caller.act(clock.instant(), "list.ask", address.key(), "by=" + asker.address().key() + " style=" + style))
                .orElseThrow(() -> new Refused("The list " + address + " is asked for already."));
        tell(TextId.LIST_ASKED, request, deciders(address.domain()), Map.of("style", style, "reason", reason));
        return request;
    }

    /// Oldest first.
    public List<ListRequest> waiting() {
        return requests.waiting();
    }

    /// Makes the list. A repeated grant after a crash finds it made and ends the request.
    public MailingList grant(Caller caller, String number) {
        ListRequest request = require(number);
        caller.must(Permission.CREATE_LIST, request.address().domain());
        MailingList list = lists.find(request.address()).orElseGet(() -> lists.create(caller, request.address().toString(), request.style()));
        members.add(new Members.NewMember(list.id(), request.asker(), "", Role.OWNER, Preferences.DEFAULT),
                caller.act(clock.instant(), "member.add", list.address().key(), request.asker() + " role=" + Role.OWNER.word()));
        end(caller, request, true, "list.grant");
        tell(TextId.LIST_GRANTED, request, List.of(request.asker()), Map.of());
        return list;
    }

    public ListRequest refuse(Caller caller, String number, String reason) {
        ListRequest request = require(number);
        caller.must(Permission.CREATE_LIST, request.address().domain());
        end(caller, request, false, "list.refuse");
        tell(TextId.LIST_REFUSED, request, List.of(request.asker()), Map.of("reason", reason));
        return request;
    }

    private void end(Caller caller, ListRequest request, boolean granted, String action) {
        if (!requests.decide(request.id(), granted, caller.act(clock.instant(), action, request.address().key(), "request=" + request.id()))) {
            throw over(Long.toString(request.id()));
        }
    }

    private ListRequest require(String number) {
        return Optional.of(number).filter(text -> text.matches("[0-9]{1,18}")).flatMap(text -> requests.find(Long.parseLong(text)))
                .orElseThrow(() -> over(number));
    }

    private static Refused over(String number) {
        return new Refused("No list is asked for under the number " + number + " (any more). \"chancery list requests\" names all.");
    }

    /// The owners of the domain, and the administrators of the site where nobody owns it.
    private List<Address> deciders(Domain domain) {
        List<Address> owners = holders(new Account.Grant(AccountRole.DOMAIN_OWNER, Optional.of(domain)));
        return owners.isEmpty() ? holders(new Account.Grant(AccountRole.SITE_ADMIN, Optional.empty())) : owners;
    }

    private List<Address> holders(Account.Grant grant) {
        return accounts.all().stream().filter(account -> account.roles().contains(grant)).map(Account::address).toList();
    }

    private void tell(TextId text, ListRequest request, List<Address> to, Map<String, String> values) {
        if (to.isEmpty()) {
            return;
        }
        Map<String, String> all = new HashMap<>(values);
        all.put("address", request.address().toString());
        mails.outbox().send(mails.writer().write(Draft.ofSite(
                text, Language.EN, request.address().domain(), to.stream().map(mails::reached).toList(), all)));
    }
}
