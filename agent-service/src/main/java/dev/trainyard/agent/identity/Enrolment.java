package dev.trainyard.agent.identity;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.HttpStatusException;
import dev.trainyard.agent.platform.OpenRequests;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.kit.settings.ServiceAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Shows the platform this agent's key, with the code that an administrator has given it. A file
 * with the code is read again each time, so that a code can be given while the agent works. For one
 * thread at a time.
 */
@ApplicationScoped
class Enrolment {
  private static final Logger LOG = Logger.getLogger(Enrolment.class);

  private final AgentConfig config;
  private final AgentKey key;
  private final OpenRequests requests;
  private final ServiceAddresses services;
  private String refused = "";

  Enrolment(AgentConfig config, AgentKey key, OpenRequests requests, ServiceAddresses services) {
    this.config = config;
    this.key = key;
    this.requests = requests;
    this.services = services;
  }

  record Enrolled(UUID machineId) {}

  /**
   * Enrols if there is a code that was not refused yet.
   *
   * @return whether the platform knows this agent now
   * @throws IOException if the service does not answer
   */
  boolean attempt() throws IOException, InterruptedException {
    var code = code().filter(text -> !text.isEmpty() && !text.equals(refused));
    if (code.isEmpty()) {
      return false;
    }
    try {
      var enrolled =
          requests.post(
              ServiceAddresses.resource(services.processUrl(), "/machines/enrolment"),
              request(code.get()),
              Enrolled.class);
      LOG.infof(
          "Agent is enrolled machineId=%s keyId=%s", enrolled.machineId(), key.get().open().id());
      return true;
    } catch (HttpStatusException e) {
      if (!e.isTransient()) {
        refused = code.get();
      }
      throw e;
    }
  }

  private Map<String, String> request(String code) {
    var publicKey = key.get().open().text();
    var content = "trainyard-enrolment." + code + "." + publicKey;
    var signature = key.get().sign(content.getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "code",
        code,
        "publicKey",
        publicKey,
        "signature",
        Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
  }

  private Optional<String> code() {
    return config
        .enrolmentCode()
        .or(() -> config.enrolmentCodeFile().flatMap(Enrolment::read))
        .map(String::strip);
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      LOG.warnf("The code cannot be read file=%s reason=%s", file, Retry.reasonOf(e));
      return Optional.empty();
    }
  }
}
