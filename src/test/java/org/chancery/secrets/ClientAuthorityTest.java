package org.chancery.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.chancery.kit.TestAuthority;
import org.chancery.kit.TestAuthority.Identity;
import org.chancery.kit.TestAuthority.Subject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClientAuthorityTest {
    private static TestAuthority relays;

    @BeforeAll
    static void create() throws Exception {
        relays = TestAuthority.create("Relays");
    }

    private static ClientAuthority authority() {
        return new ClientAuthority(List.of(relays.certificate()), InstantSource.system());
    }

    @Test
    void a_certificate_of_the_authority_gives_its_common_name() throws Exception {
        assertThat(authority().holder(relays.issue(Subject.of("agency-relay")).chain())).contains("agency-relay");
    }

    @Test
    void an_authority_in_between_may_be_shown_by_the_client() throws Exception {
        Identity client = relays.below("Branch").issue(Subject.of("branch-relay"));
        assertThat(authority().holder(client.chain())).contains("branch-relay");
        assertThat(authority().holder(client.chain().subList(0, 1))).isEmpty();
    }

    @Test
    void expired_self_signed_and_foreign_certificates_are_no_fact() throws Exception {
        Identity stranger = TestAuthority.create("Relays").issue(Subject.of("agency-relay"));
        var own = SelfSignedCertificate.create(List.of("agency-relay"), InstantSource.system(), new SecureRandom());
        assertThat(authority().holder(relays.issue(Subject.of("agency-relay").expired()).chain())).isEmpty();
        assertThat(authority().holder(stranger.chain())).isEmpty();
        assertThat(authority().holder(List.of(own.certificate()))).isEmpty();
        assertThat(authority().holder(List.of())).isEmpty();
    }

    @Test
    void a_certificate_that_another_client_signed_is_no_fact() throws Exception {
        Identity client = relays.issue(Subject.of("agency-relay"));
        Identity forged = TestAuthority.create("x").issue(Subject.of("owner-relay"));
        assertThat(authority().holder(List.of(forged.certificate(), client.certificate()))).isEmpty();
    }

    @Test
    void a_certificate_that_is_given_itself_counts_while_it_is_valid() {
        var own = SelfSignedCertificate.create(List.of("pinned.example.org"), InstantSource.system(), new SecureRandom());
        List<java.security.cert.X509Certificate> pinned = List.of(own.certificate());
        assertThat(new ClientAuthority(pinned, InstantSource.system()).holder(pinned)).contains("pinned.example.org");
        InstantSource later = () -> Instant.now().plus(Duration.ofDays(500));
        assertThat(new ClientAuthority(pinned, later).holder(pinned)).isEmpty();
    }

    @Test
    void a_certificate_for_servers_only_is_no_fact() throws Exception {
        assertThat(authority().holder(relays.issue(Subject.of("web").forPurpose(KeyPurposeId.id_kp_serverAuth)).chain())).isEmpty();
        assertThat(authority().holder(relays.issue(Subject.of("both").forPurpose(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)).chain())).contains("both");
        assertThat(authority().holder(relays.issue(Subject.of("any").forPurpose()).chain())).contains("any");
    }

    @Test
    void without_a_common_name_the_first_dns_name_or_mail_address_stands_in_and_a_name_that_is_not_plain_is_none() throws Exception {
        Subject base = Subject.of("x");
        assertThat(authority().holder(relays.issue(base.named("O=Agency", new GeneralName(GeneralName.dNSName, "relay.example.org"))).chain())).contains("relay.example.org");
        assertThat(authority().holder(relays.issue(base.named("O=Agency", new GeneralName(GeneralName.rfc822Name, "relay@example.org"))).chain())).contains("relay@example.org");
        assertThat(authority().holder(relays.issue(base.named("O=Agency")).chain())).isEmpty();
        assertThat(authority().holder(relays.issue(base.named("CN=rel\u00e4y")).chain())).isEmpty();
        assertThat(authority().holder(relays.issue(base.named("O=Agency", new GeneralName(GeneralName.dNSName, "x".repeat(60) + ".org.example"))).chain())).isEmpty();
        assertThat(authority().holder(relays.issue(base.named("CN=a\\,b,O=Agency")).chain())).contains("a,b");
    }
}
