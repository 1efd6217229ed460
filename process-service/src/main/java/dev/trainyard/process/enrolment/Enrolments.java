package dev.trainyard.process.enrolment;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.signing.VerificationKey;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.process.machine.MachineKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes an agent known as a machine's, by a code that an administrator has given it. Thread-safe.
 */
@ApplicationScoped
class Enrolments {
  private static final Logger LOG = Logger.getLogger(Enrolments.class);
  private static final int CODE_BYTES = 20;

  private final EnrolmentTables tables;
  private final MachineKeys machines;
  private final EnrolmentConfig config;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Enrolments(EnrolmentTables tables, MachineKeys machines, EnrolmentConfig config, Clock clock) {
    this.tables = tables;
    this.machines = machines;
    this.config = config;
    this.clock = clock;
  }

  /**
   * A new code for a machine; an earlier one is of no use any more.
   *
   * @throws dev.trainyard.kit.problem.NotFoundException if there is no such machine
   * @throws dev.trainyard.kit.problem.ConflictException if it is switched off
   */
  @Transactional
  EnrolmentCode begin(UUID machineId) {
    machines.requireEnabled(machineId);
    var secret = new byte[CODE_BYTES];
    random.nextBytes(secret);
    var code = HexFormat.of().formatHex(secret);
    var expiresAt = clock.instant().plus(config.codeLifetime());
    tables.put(machineId, digest(code), expiresAt);
    LOG.infof("Enrolment begins machineId=%s expiresAt=%s", machineId, expiresAt);
    return new EnrolmentCode(code, expiresAt);
  }

  /**
   * Takes a key for that of the code's machine.
   *
   * @throws UnknownAgentException if the code is of no use, or somebody else's key is shown
   */
  @AcrossTenants
  @Transactional
  EnrolledMachine complete(EnrolRequest request) {
    var key = requireOwn(request);
    var machineId =
        tables
            .take(digest(request.code()), clock.instant())
            .orElseThrow(
                () ->
                    new UnknownAgentException(
                        "The code is unknown, over or used. Ask an administrator for another:"
                            + " POST /api/v1/machines/ID/enrolment."));
    machines.enrol(machineId, key);
    LOG.infof("Agent is enrolled machineId=%s keyId=%s", machineId, key.id());
    return new EnrolledMachine(machineId);
  }

  private static VerificationKey requireOwn(EnrolRequest request) {
    try {
      var key = VerificationKey.parse(request.publicKey());
      var content = "trainyard-enrolment." + request.code() + "." + request.publicKey();
      var signature = Base64.getUrlDecoder().decode(request.signature());
      if (key.verifies(content.getBytes(StandardCharsets.UTF_8), signature)) {
        return key;
      }
      throw new UnknownAgentException("The signature is not that of the key.");
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("publicKey", "is no Ed25519 key, or signature no Base64");
    }
  }

  private static String digest(String code) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(code.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
