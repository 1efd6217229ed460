package dev.trainyard.kit.audit;

import dev.trainyard.contracts.audit.RefusalEvent;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.security.CurrentActor;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantRules;
import dev.trainyard.kit.tenant.TenantScope;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Writes down who was not let in. Those who are refused again and again are one entry every few
 * seconds, and their number is limited, so that nobody fills the journal from outside. Thread-safe.
 */
@ApplicationScoped
public class AccessRefusals {
  private static final Logger LOG = Logger.getLogger(AccessRefusals.class);
  private static final long PERIOD_SECONDS = 5;
  private static final int MOST_KINDS = 500;
  private static final int LONGEST_PATH = 200;

  private final AuditLog audit;
  private final CurrentVertxRequest requests;
  private final CurrentActor actor;
  private final CurrentTenant tenant;
  private final TenantRules rules;
  private final Clock clock;
  private final String service;
  private final Map<Kind, Count> counts = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "access-refusals");
            thread.setDaemon(true);
            return thread;
          });

  AccessRefusals(
      AuditLog audit,
      CurrentVertxRequest requests,
      CurrentActor actor,
      CurrentTenant tenant,
      TenantRules rules,
      Clock clock,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.audit = audit;
    this.requests = requests;
    this.actor = actor;
    this.tenant = tenant;
    this.rules = rules;
    this.clock = clock;
    this.service = service;
  }

  /**
   * The present request is refused.
   *
   * @param status 401 or 403
   */
  public void note(int status) {
    var request = requests.getCurrent().request();
    var path = requests.getCurrent().normalizedPath();
    var kind =
        new Kind(
            request.method().name(),
            path.substring(0, Math.min(path.length(), LONGEST_PATH)),
            status,
            request.remoteAddress().hostAddress(),
            status == 403 ? actor.name() : Optional.empty(),
            request.headers().contains("Authorization"),
            tenantOfRefused(status));
    if (counts.size() < MOST_KINDS || counts.containsKey(kind)) {
      counts.merge(kind, new Count(1, clock.instant()), Count::plus);
    }
  }

  /** Of whom nobody knows who it is, the platform's own tenant is told. */
  private String tenantOfRefused(int status) {
    return status == 403
        ? tenant.scope().tenant().orElse(rules.defaultName())
        : rules.defaultName();
  }

  void onStart(@Observes StartupEvent event) {
    timer.scheduleWithFixedDelay(this::write, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  void onStop(@Observes ShutdownEvent event) {
    timer.shutdown();
    write();
  }

  private void write() {
    for (var kind : counts.keySet()) {
      var count = counts.remove(kind);
      try {
        tenant.run(
            TenantScope.of(kind.tenant()),
            () -> audit.write(EventType.AUDIT_REFUSED, key(), kind.toEvent(service, count)));
      } catch (RuntimeException e) {
        LOG.warnf("Refusals are not written down, will be later reason=%s", e.getMessage());
        counts.merge(kind, count, Count::plus);
        return;
      }
    }
  }

  private UUID key() {
    return UUID.nameUUIDFromBytes(service.getBytes(StandardCharsets.UTF_8));
  }

  private record Kind(
      String method,
      String path,
      int status,
      String address,
      Optional<String> user,
      boolean withToken,
      String tenant) {
    RefusalEvent toEvent(String service, Count count) {
      return new RefusalEvent(
          service,
          method,
          path,
          status,
          address,
          user.orElse(null),
          withToken,
          count.times(),
          count.last());
    }
  }

  private record Count(int times, Instant last) {
    Count plus(Count other) {
      return new Count(times + other.times, last.isAfter(other.last) ? last : other.last);
    }
  }
}
