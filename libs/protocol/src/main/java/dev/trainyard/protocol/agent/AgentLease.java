package dev.trainyard.protocol.agent;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether the machine is this agent's, as far as it knows. Immutable.
 *
 * <pre>
 * MINE ──stand down, addressed to me──▶ HELD_BY_OTHER
 * MINE ◀──start command, addressed to me── HELD_BY_OTHER
 * </pre>
 *
 * <p>It begins as MINE: an agent that nobody contests needs no permission to stop a run or to go on
 * with one.
 *
 * @param agentId this agent's installation
 * @param incarnation this agent's start
 * @param holder the other agent that holds the machine; empty while nobody has said so
 */
public record AgentLease(UUID agentId, long incarnation, Optional<Holder> holder) {

  /**
   * Who holds the machine.
   *
   * @param agentId its installation
   * @param hostName where it runs; empty when it did not say
   */
  public record Holder(UUID agentId, Optional<String> hostName) {
    public Holder {
      Objects.requireNonNull(agentId, "agentId");
      Objects.requireNonNull(hostName, "hostName");
    }
  }

  public AgentLease {
    Objects.requireNonNull(agentId, "agentId");
    Objects.requireNonNull(holder, "holder");
  }

  /** The lease of an agent that has just started. */
  public static AgentLease of(UUID agentId, long incarnation) {
    return new AgentLease(agentId, incarnation, Optional.empty());
  }

  public boolean isHeldByOther() {
    return holder.isPresent();
  }

  /** Whether a start command may be obeyed: not one for another, nor an open one while refused. */
  public boolean admitsStart(UUID addressee, long addresseeIncarnation) {
    return addressee == null ? !isHeldByOther() : isMe(addressee, addresseeIncarnation);
  }

  /**
   * Whether this agent may say that a run is not here: one that does not hold the machine cannot
   * know where it is.
   *
   * @param addressee the agent that is asked; null for whichever reads it
   */
  public boolean mayAnswer(UUID addressee) {
    return addressee == null ? !isHeldByOther() : agentId.equals(addressee);
  }

  /** The lease after a start command: one that names this agent gives it the machine. */
  public AgentLease afterStart(UUID addressee, long addresseeIncarnation) {
    return addressee != null && isMe(addressee, addresseeIncarnation)
        ? of(agentId, incarnation)
        : this;
  }

  /** The lease after a stand-down command: one for another agent changes nothing. */
  public AgentLease afterStandDown(UUID addressee, long addresseeIncarnation, Holder other) {
    return addressee != null && isMe(addressee, addresseeIncarnation)
        ? new AgentLease(agentId, incarnation, Optional.of(other))
        : this;
  }

  private boolean isMe(UUID addressee, long addresseeIncarnation) {
    return agentId.equals(addressee) && incarnation == addresseeIncarnation;
  }
}
