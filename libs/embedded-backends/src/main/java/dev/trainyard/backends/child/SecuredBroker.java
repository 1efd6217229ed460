package dev.trainyard.backends.child;

import dev.trainyard.backends.identity.Secrets;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * What makes a broker secure: users come through a listener with SCRAM over TLS, and may do what
 * the access lists say. The broker itself has two more listeners on the loopback address, with a
 * password of one start that nobody else knows; through one of them it makes users and lists what
 * they are to be, also in data that was without.
 */
final class SecuredBroker {

  private static final String BROKER = "broker";
  private static final String PASSWORD = "password.";
  private static final int SCRAM_ITERATIONS = 4096;
  private static final long ADMISSION_LIMIT_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long POLL_MILLIS = 20;

  private final Settings settings;
  private final BrokerCertificate certificate;
  private final List<AclBinding> permissions;
  private final String internal;
  private final String login;

  private SecuredBroker(
      Settings settings,
      BrokerCertificate certificate,
      List<AclBinding> permissions,
      String internal,
      String login) {
    this.settings = settings;
    this.certificate = certificate;
    this.permissions = permissions;
    this.internal = internal;
    this.login = login;
  }

  static boolean isWanted(Settings settings) {
    return settings.value("access-lists") != null;
  }

  /** Reads the access lists, and makes the certificate where there is none. */
  static SecuredBroker prepare(Settings settings)
      throws IOException, GeneralSecurityException, InterruptedException {
    List<AclBinding> permissions = AccessLists.parse(settings.value("access-lists"));
    BrokerCertificate certificate = new BrokerCertificate(settings.directory(), settings.host());
    certificate.prepare();
    String secret = Secrets.random();
    String login =
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"%s\" password=\"%s\" user_%s=\"%s\";"
                .formatted(BROKER, secret, BROKER, secret);
    String internal = KafkaMain.LOOPBACK + ":" + FreePort.orElse(0, KafkaMain.LOOPBACK);
    return new SecuredBroker(settings, certificate, permissions, internal, login);
  }

  /** Takes the place of what the broker would be configured with otherwise. */
  Properties properties(int port, String controller) {
    String clients = "CLIENTS://" + settings.host() + ":" + port;
    String advertised = clients + ",INTERNAL://" + internal;
    Properties properties = new Properties();
    properties.setProperty("listeners", advertised + ",CONTROLLER://" + controller);
    properties.setProperty("advertised.listeners", advertised);
    properties.setProperty("inter.broker.listener.name", "INTERNAL");
    properties.setProperty(
        "listener.security.protocol.map",
        "CLIENTS:SASL_SSL,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
    properties.setProperty("sasl.enabled.mechanisms", "PLAIN");
    properties.setProperty("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.setProperty("sasl.mechanism.controller.protocol", "PLAIN");
    properties.setProperty("listener.name.internal.plain.sasl.jaas.config", login);
    properties.setProperty("listener.name.internal.num.network.threads", "1");
    properties.setProperty("listener.name.controller.plain.sasl.jaas.config", login);
    properties.setProperty("listener.name.clients.sasl.enabled.mechanisms", "SCRAM-SHA-512");
    properties.setProperty(
        "listener.name.clients.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.setProperty("listener.name.clients.ssl.keystore.type", "PEM");
    properties.setProperty(
        "listener.name.clients.ssl.keystore.location", certificate.keyStore().toString());
    properties.setProperty(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.setProperty("allow.everyone.if.no.acl.found", "false");
    properties.setProperty(
        "super.users", "User:" + BROKER + ";User:" + settings.value("administrator"));
    return properties;
  }

  /** Sets passwords and access lists; returns when they hold. */
  void admitUsers() throws ExecutionException, InterruptedException {
    Map<String, Object> connection =
        Map.of(
            "bootstrap.servers",
            internal,
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            login);
    try (Admin admin = Admin.create(connection)) {
      admin.alterUserScramCredentials(passwords()).all().get();
      Collection<AclBinding> present = present(admin);
      Set<AclBinding> missing = new HashSet<>(permissions);
      missing.removeAll(present);
      Set<AclBinding> outdated = new HashSet<>(present);
      outdated.removeAll(Set.copyOf(permissions));
      admin.deleteAcls(outdated.stream().map(AclBinding::toFilter).toList()).all().get();
      admin.createAcls(missing).all().get();
      awaitPermissions(admin);
    }
  }

  private List<UserScramCredentialAlteration> passwords() {
    ScramCredentialInfo kind =
        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS);
    List<UserScramCredentialAlteration> passwords = new ArrayList<>();
    for (String name : settings.values().stringPropertyNames()) {
      if (name.startsWith(PASSWORD)) {
        passwords.add(
            new UserScramCredentialUpsertion(
                name.substring(PASSWORD.length()), kind, settings.value(name)));
      }
    }
    return passwords;
  }

  /** The controller has them at once, the broker some milliseconds later. */
  private void awaitPermissions(Admin admin) throws ExecutionException, InterruptedException {
    long begun = System.nanoTime();
    while (!Set.copyOf(present(admin)).equals(Set.copyOf(permissions))) {
      if (System.nanoTime() - begun > ADMISSION_LIMIT_NANOS) {
        throw new IllegalStateException("the access lists did not come into force");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Collection<AclBinding> present(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin.describeAcls(AclBindingFilter.ANY).values().get();
  }
}
