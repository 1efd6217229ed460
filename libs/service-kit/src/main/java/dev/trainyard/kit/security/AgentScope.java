package dev.trainyard.kit.security;

import dev.trainyard.kit.problem.NotFoundException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What the agent that asks may reach: its machine, and what the process that runs there needs at
 * its present attempt. The process service writes that into the agent's token. To everybody else,
 * all of it is open as far as their roles permit. Thread-safe.
 */
@ApplicationScoped
public class AgentScope {
  /** The role of agents. */
  public static final String ROLE = "agent";

  /** Claims of an agent's token about the process that runs on its machine. */
  public static final String PROCESS = "process";

  public static final String ATTEMPT = "attempt";
  public static final String DATASET = "dataset";
  public static final String BASE_MODEL = "base_model";

  /** Whose the process is or, without one, the machine; absent if all tenants share that. */
  public static final String TENANT = "tenant";

  private final CurrentIdentityAssociation identities;

  AgentScope(CurrentIdentityAssociation identities) {
    this.identities = identities;
  }

  /** Whether an agent asks. */
  public boolean isAgent() {
    return identities.getIdentity().hasRole(ROLE);
  }

  /**
   * @throws NotFoundException if an agent asks that stands on another machine
   */
  public void requireMachine(UUID id) {
    require("sub", id, "machine", id);
  }

  /**
   * @throws NotFoundException if an agent asks whose process does not train on this dataset
   */
  public void requireDataset(UUID id) {
    require(DATASET, id, "dataset", id);
  }

  /**
   * @param reference by which it is asked for
   * @param name its name
   * @throws NotFoundException if an agent asks whose process does not begin from it
   */
  public void requireBaseModel(Object reference, String name) {
    require(BASE_MODEL, name, "base-model", reference);
  }

  /**
   * @param processId null for what is no process's
   * @throws NotFoundException if an agent asks whose machine does not run this attempt
   */
  public void requireRun(UUID processId, Integer attempt) {
    require(PROCESS, processId, "process", processId);
    require(ATTEMPT, attempt, "process", processId);
  }

  private void require(String claim, Object value, String kind, Object reference) {
    if (isAgent() && !claim(claim).equalsIgnoreCase(String.valueOf(value))) {
      throw new NotFoundException(kind, reference);
    }
  }

  /** Empty in a token of somebody else who has the role of agents. */
  private String claim(String name) {
    return identities.getIdentity().getPrincipal() instanceof JsonWebToken token
            && token.claim(name).isPresent()
        ? String.valueOf(token.<Object>claim(name).orElseThrow())
        : "";
  }
}
