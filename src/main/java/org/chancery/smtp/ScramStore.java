package org.chancery.smtp;

import java.util.List;
import java.util.Optional;
import org.chancery.secrets.ScramVerifier;

/// Where the submission server looks up the passwords of an account.
@FunctionalInterface
public interface ScramStore {
    /// The verifiers of all passwords in force of `login`; empty when there is no such account. They share salt and
    /// iteration count, because SCRAM names one salt before it knows which password the client has.
    Optional<List<ScramVerifier>> verifiers(String login);
}
