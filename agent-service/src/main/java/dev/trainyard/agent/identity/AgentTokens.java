package dev.trainyard.agent.identity;

import dev.trainyard.agent.platform.HttpStatusException;
import dev.trainyard.agent.platform.TokenSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * This agent's token. A new one is asked for in good time; while the process service is away the
 * present one is shown until it is over. Thread-safe.
 */
@ApplicationScoped
class AgentTokens implements TokenSource {
  private static final Logger LOG = Logger.getLogger(AgentTokens.class);
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(10);
  private static final int FORBIDDEN = 403;

  private final Proof proof;
  private final Enrolment enrolment;
  private final Clock clock;
  private String token = "";
  private Instant expiresAt = Instant.MIN;
  private Instant askAt = Instant.MIN;

  AgentTokens(Proof proof, Enrolment enrolment, Clock clock) {
    this.proof = proof;
    this.enrolment = enrolment;
    this.clock = clock;
  }

  @Override
  public synchronized String current() throws IOException, InterruptedException {
    var now = clock.instant();
    if (now.isBefore(askAt)) {
      return token;
    }
    try {
      take(ask());
    } catch (IOException e) {
      if (!now.isBefore(expiresAt)) {
        throw e;
      }
      LOG.debugf("The token is not renewed yet reason=%s", e.getMessage());
      askAt = now.plus(ASKED_AGAIN);
    }
    return token;
  }

  @Override
  public synchronized void forget() {
    expiresAt = Instant.MIN;
    askAt = Instant.MIN;
  }

  private void take(Proof.Token given) {
    var now = clock.instant();
    token = given.token();
    expiresAt = now.plusSeconds(given.expiresInSeconds());
    // With a third of its life left it bears that the service is away for a while.
    askAt = now.plusSeconds(given.expiresInSeconds() * 2 / 3);
  }

  private Proof.Token ask() throws IOException, InterruptedException {
    try {
      return proof.show();
    } catch (HttpStatusException e) {
      if (e.status() != FORBIDDEN) {
        throw e;
      }
      return askEnrolled(e);
    }
  }

  private Proof.Token askEnrolled(HttpStatusException refusal)
      throws IOException, InterruptedException {
    try {
      if (enrolment.attempt()) {
        return proof.show();
      }
      throw new NotEnrolledException(refusal.getMessage(), refusal);
    } catch (HttpStatusException e) {
      throw e.isTransient() ? e : new NotEnrolledException(e.getMessage(), e);
    }
  }
}
