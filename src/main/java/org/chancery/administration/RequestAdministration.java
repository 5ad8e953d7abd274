package org.chancery.administration;

import java.util.List;
import java.util.Optional;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.subscription.Request;
import org.chancery.subscription.RequestDesk;

/// Requests to join and leave that wait for moderators.
public final class RequestAdministration {
    private final RequestDesk desk;
    private final Lists lists;

    RequestAdministration(RequestDesk desk, Lists lists) {
        this.desk = desk;
        this.lists = lists;
    }

    /// Oldest first, of one list or of all.
    public List<Waiting> waiting(Optional<MailingList> list) {
        return desk.waiting(list.map(MailingList::id)).stream().map(this::withList).toList();
    }

    public Waiting accept(Caller caller, String id) {
        Request request = require(id);
        if (!desk.accept(request, caller.actor(), caller.door())) {
            throw over(id);
        }
        return withList(request);
    }

    public Waiting reject(Caller caller, String id, String reason) {
        Request request = require(id);
        if (!desk.reject(request, reason, caller.actor(), caller.door())) {
            throw over(id);
        }
        return withList(request);
    }

    private Request require(String id) {
        return desk.find(id).orElseThrow(() ->
                new Refused("There is no request " + id + ". \"chancery request list\" names those that wait."));
    }

    private Refused over(String id) {
        return new Refused("Request " + id + " does not wait (any more); it is " + require(id).state().word() + ".");
    }

    private Waiting withList(Request request) {
        return new Waiting(RequestDesk.name(request), request, lists.find(request.list()).map(found -> found.address().toString()).orElse(""));
    }

    /// `id` as it is typed in commands; the address of the list is empty when the list is gone.
    public record Waiting(String id, Request request, String list) {}
}
