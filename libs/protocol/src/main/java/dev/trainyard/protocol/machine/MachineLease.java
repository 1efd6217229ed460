package dev.trainyard.protocol.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Which agent holds a machine: one at a time, renewed by its signs of life. A later start of the
 * same agent takes over at once; another agent only when the holder has been silent for long
 * enough. Immutable.
 *
 * @param agentId the agent's installation
 * @param incarnation that installation's start; the fencing token of commands
 * @param renewedAt its last sign of life
 */
public record MachineLease(UUID agentId, long incarnation, Instant renewedAt) {

  /** What becomes of an agent's claim to a machine. */
  public enum Claim {
    /** It is the holder. */
    HELD,
    /** It was free, or the same agent has started anew. */
    GRANTED,
    /** The holder was silent for so long that this agent takes its place. */
    TAKEN_OVER,
    /** Another agent holds it. */
    REFUSED
  }

  /**
   * Decides a claim.
   *
   * @param lease the present one; null when there was none yet
   * @param listeningSince silence before this counts for nothing, since nobody listened
   * @param timeout silence after which a lease is over
   */
  public static Claim claim(
      MachineLease lease,
      UUID agentId,
      long incarnation,
      Instant now,
      Instant listeningSince,
      Duration timeout) {
    if (lease == null) {
      return Claim.GRANTED;
    }
    if (lease.agentId.equals(agentId)) {
      if (incarnation == lease.incarnation) {
        return Claim.HELD;
      }
      return incarnation > lease.incarnation ? Claim.GRANTED : Claim.REFUSED;
    }
    var heard = lease.renewedAt.isAfter(listeningSince) ? lease.renewedAt : listeningSince;
    return heard.plus(timeout).isAfter(now) ? Claim.REFUSED : Claim.TAKEN_OVER;
  }
}
