package dev.trainyard.agent.platform;

import dev.trainyard.kit.settings.ServiceAddresses;
import dev.trainyard.kit.signing.VerificationKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The keys by which the process service's signatures are known, and its time, asked for over REST:
 * who can write to the broker could also put keys there. Thread-safe.
 */
@ApplicationScoped
public class PlatformKeys {
  private static final Logger LOG = Logger.getLogger(PlatformKeys.class);

  /** A stranger with ever new keys must not have the service asked for each. */
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(3);

  /** A key that was taken back is obeyed no longer than this. */
  private static final Duration OUTDATED = Duration.ofMinutes(10);

  private final OpenRequests requests;
  private final ServiceAddresses services;
  private final Clock clock;
  private Map<String, VerificationKey> keys = Map.of();
  private Duration ahead = Duration.ZERO;
  private Instant askedAt = Instant.MIN;
  private Instant answeredAt = Instant.MIN;

  public PlatformKeys(OpenRequests requests, ServiceAddresses services, Clock clock) {
    this.requests = requests;
    this.services = services;
    this.clock = clock;
  }

  /** As the service answers. */
  record KeySet(List<Key> keys, Instant time) {
    record Key(String crv, String x) {
      VerificationKey read() {
        return VerificationKey.parse(x);
      }
    }
  }

  /** The key with this id; asks the service if there is none. */
  public synchronized Optional<VerificationKey> find(String id) throws InterruptedException {
    if (!keys.containsKey(id) || isOver(answeredAt, OUTDATED)) {
      askAgain();
    }
    return Optional.ofNullable(keys.get(id));
  }

  /** What time it is where commands are signed, as far as the service has told. */
  public synchronized Instant time() {
    return clock.instant().plus(ahead);
  }

  /** Asks the service, unless it has just been asked. */
  public synchronized void askAgain() throws InterruptedException {
    if (!isOver(askedAt, ASKED_AGAIN)) {
      return;
    }
    askedAt = clock.instant();
    try {
      var answer =
          requests.get(ServiceAddresses.resource(services.processUrl(), "/keys"), KeySet.class);
      keys =
          answer.keys().stream()
              .filter(key -> "Ed25519".equals(key.crv()))
              .map(KeySet.Key::read)
              .collect(Collectors.toUnmodifiableMap(VerificationKey::id, Function.identity()));
      answeredAt = clock.instant();
      ahead = Duration.between(answeredAt, answer.time());
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("The platform's keys are not known reason=%s", Retry.reasonOf(e));
    }
  }

  /** Also when the clock was put back. */
  private boolean isOver(Instant since, Duration duration) {
    var now = clock.instant();
    return since.isAfter(now) || since.plus(duration).isBefore(now);
  }
}
