package org.chancery.sender;

/// Everything of this room that administration and pages work with.
public record Registry(Ports ports, Verifiers verifiers, Inviting inviting, OwnLinks links, AddressChanges addresses, PasswordRule rule) {
    /// Over one store.
    public static Registry over(Ports ports, Verifiers verifiers, Inviting.Surroundings site, PasswordRule rule) {
        OwnLinks links = new OwnLinks(ports, site);
        AddressChanges addresses = new AddressChanges(ports, links, site.wake());
        return new Registry(ports, verifiers, new Inviting(ports, addresses, site), links, addresses, rule);
    }
}
