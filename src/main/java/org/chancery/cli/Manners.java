package org.chancery.cli;

import org.chancery.administration.MemberAdministration.Manner;
import org.chancery.administration.Refused;
import org.chancery.list.Role;
import picocli.CommandLine.Option;

/// The options that say what a new member is told or asked; at most one of the first three.
final class Manners {
    @Option(names = "--welcome", description = "Tell new members that they are members.")
    boolean welcome;

    @Option(names = "--confirm", negatable = true, description = "Ask the address; it becomes a member when it answers.")
    boolean confirm;

    @Option(names = "--invite", description = "Ask the address in the words of an invitation.")
    boolean invite;

    @Option(names = "--message", defaultValue = "", description = "A few words that stand in the invitation.")
    String message = "";

    static Manners invitation(String message) {
        Manners manners = new Manners();
        manners.invite = true;
        manners.message = message;
        return manners;
    }

    Manner chosen() {
        if ((welcome ? 1 : 0) + (confirm ? 1 : 0) + (invite ? 1 : 0) > 1) {
            throw new Refused("Choose one of --welcome, --confirm and --invite.");
        }
        return invite ? Manner.INVITED : confirm ? Manner.CONFIRMED : welcome ? Manner.TOLD : Manner.QUIETLY;
    }

    void requireMember(Role role) {
        requireMember(role, "These options");
    }

    static void requireMember(Role role, String what) {
        if (role != Role.MEMBER) {
            throw new Refused(what + " cannot be used with the role " + role.word() + ": only members are asked or told.");
        }
    }
}
