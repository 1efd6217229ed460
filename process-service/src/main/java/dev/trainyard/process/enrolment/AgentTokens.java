package dev.trainyard.process.enrolment;

import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.security.AgentScope;
import dev.trainyard.kit.signing.SenderKeys;
import dev.trainyard.kit.signing.SignedToken;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.process.machine.MachineKeys;
import dev.trainyard.process.process.MachineWork;
import dev.trainyard.process.signing.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

/** Gives agents that prove who they are what they show to the services. Thread-safe. */
@ApplicationScoped
class AgentTokens {
  /** Whom an assertion must be for: it is of no use elsewhere. */
  private static final String AUDIENCE = "trainyard-agents";

  private static final Duration LONGEST_ASSERTION = Duration.ofMinutes(5);
  private static final int LONGEST_ID = 100;

  private final EnrolmentTables tables;
  private final MachineKeys machines;
  private final MachineWork work;
  private final SigningKeys keys;
  private final EnrolmentConfig config;
  private final IdGenerator ids;
  private final Clock clock;

  AgentTokens(
      EnrolmentTables tables,
      MachineKeys machines,
      MachineWork work,
      SigningKeys keys,
      EnrolmentConfig config,
      IdGenerator ids,
      Clock clock) {
    this.tables = tables;
    this.machines = machines;
    this.work = work;
    this.keys = keys;
    this.config = config;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A token that says what runs on the machine now: services let the agent at what that needs.
   *
   * @throws UnknownAgentException if it is not the machine's agent, or the machine is switched off
   */
  @AcrossTenants
  @Transactional
  AgentToken give(UUID machineId, TokenRequest request) {
    var assertion =
        SignedToken.read(request.assertion())
            .orElseThrow(() -> new UnknownAgentException("The assertion is no signed token."));
    var agent =
        machines
            .keysOfAdmitted(machineId)
            .orElseThrow(
                () ->
                    new UnknownAgentException(
                        "The machine is unknown, switched off or not enrolled. An administrator"
                            + " gives it a code: POST /api/v1/machines/ID/enrolment."));
    if (!assertion.isBy(agent.signatureKey())) {
      throw new UnknownAgentException(
          "The assertion is not signed with the key that the machine was enrolled with.");
    }
    requireMeant(machineId, assertion);
    return issue(machineId, agent);
  }

  private void requireMeant(UUID machineId, SignedToken assertion) {
    var now = clock.instant();
    var seconds = assertion.number("exp");
    var id = assertion.text("jti");
    if (!assertion.text("sub").equals(machineId.toString())
        || !assertion.text("aud").equals(AUDIENCE)
        || seconds <= now.getEpochSecond()
        || seconds > now.plus(LONGEST_ASSERTION).getEpochSecond()
        || id.isBlank()
        || id.length() > LONGEST_ID) {
      throw new UnknownAgentException(
          "The assertion is for something else, or over, or not of this time, which is "
              + now
              + ".");
    }
    if (!tables.use(machineId, id, Instant.ofEpochSecond(seconds), now)) {
      throw new UnknownAgentException("The assertion was used before.");
    }
  }

  private AgentToken issue(UUID machineId, SenderKeys agent) {
    var now = clock.instant();
    var lifetime = config.tokenLifetime().toSeconds();
    var claims = new HashMap<String, Object>();
    claims.put("iss", AUDIENCE);
    claims.put("aud", "trainyard");
    claims.put("sub", machineId.toString());
    claims.put("preferred_username", "machine " + machineId);
    claims.put("groups", List.of("agent"));
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + lifetime);
    claims.put("jti", ids.next().toString());
    machines.tenantOf(machineId).ifPresent(tenant -> claims.put(AgentScope.TENANT, tenant));
    work.of(machineId)
        .ifPresent(
            run -> {
              claims.put(AgentScope.TENANT, run.tenant());
              claims.put(AgentScope.PROCESS, run.processId().toString());
              claims.put(AgentScope.ATTEMPT, run.attempt());
              claims.put(AgentScope.DATASET, run.datasetId().toString());
              claims.put(AgentScope.BASE_MODEL, run.baseModel());
            });
    return new AgentToken(
        SignedToken.write(claims, keys.current()), lifetime, agent.messageKey().text());
  }
}
