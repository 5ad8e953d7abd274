package org.chancery.protection;

/// Port: which signatures some list of the site has accepted before. The store keeps a MAC of each value, never the value.
@FunctionalInterface
public interface AcceptedSignatures {
    /// Remembers nothing: for `diagnose`.
    AcceptedSignatures NONE = _ -> false;

    boolean contains(SignatureValue value);
}
