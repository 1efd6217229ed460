package dev.trainyard.monitoring.webhook;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Posts events to webhooks, each webhook's one after the other, so that a receiver that hangs keeps
 * nobody else waiting. An event is posted at least once: a receiver knows it again by its id.
 * Thread-safe, also over several replicas.
 */
@ApplicationScoped
class WebhookDispatcher {
  private static final Logger LOG = Logger.getLogger(WebhookDispatcher.class);
  private static final int AT_ONCE = 8;
  private static final Duration TAKEN_BEYOND_TIMEOUT = Duration.ofSeconds(30);

  private final DeliveryStore deliveries;
  private final AllowedHosts hosts;
  private final WebhookConfig config;
  private final RetrySchedule schedule;
  private final Clock clock;
  private final CurrentTenant tenant;
  private final HttpClient client;
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(AT_ONCE);

  WebhookDispatcher(
      DeliveryStore deliveries,
      AllowedHosts hosts,
      WebhookConfig config,
      Clock clock,
      CurrentTenant tenant) {
    this.tenant = tenant;
    this.deliveries = deliveries;
    this.hosts = hosts;
    this.config = config;
    this.schedule = new RetrySchedule(config.firstRetry(), config.giveUpAfter());
    this.clock = clock;
    // A redirect could lead to a host that is not allowed.
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(config.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** How a receiver took an event; no status code without an answer, no error if all was well. */
  private record Outcome(Integer status, String error) {}

  @AcrossTenants
  @Scheduled(
      every = "{trainyard.webhooks.interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void dispatch() {
    for (var webhookId : deliveries.due(clock.instant())) {
      if (!busy.contains(webhookId) && free.tryAcquire()) {
        busy.add(webhookId);
        Infrastructure.getDefaultWorkerPool()
            .execute(() -> tenant.run(TenantScope.all(), () -> postAll(webhookId)));
      }
    }
  }

  /** Until one fails: the receiver may be away, and the next look comes soon. */
  private void postAll(UUID webhookId) {
    try {
      var isWell = true;
      while (isWell) {
        var now = clock.instant();
        var delivery =
            deliveries.take(webhookId, now, now.plus(config.timeout()).plus(TAKEN_BEYOND_TIMEOUT));
        isWell = delivery.isPresent() && post(delivery.get());
      }
    } catch (DependencyUnavailableException e) {
      LOG.warnf("Events are posted later webhookId=%s reason=%s", webhookId, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      busy.remove(webhookId);
      free.release();
    }
  }

  private boolean post(Delivery delivery) throws InterruptedException {
    var outcome = send(delivery);
    var now = clock.instant();
    if (outcome.error() == null) {
      deliveries.conclude(delivery.id(), DeliveryStatus.DELIVERED, null, outcome.status(), null);
      return true;
    }
    var next =
        schedule.next(delivery.attempts(), delivery.since(), now, ThreadLocalRandom.current());
    deliveries.conclude(
        delivery.id(),
        next.isPresent() ? DeliveryStatus.PENDING : DeliveryStatus.FAILED,
        next.orElse(null),
        outcome.status(),
        outcome.error());
    if (next.isEmpty()) {
      LOG.warnf(
          "An event is not posted any more webhookId=%s deliveryId=%s attempts=%d reason=%s",
          delivery.webhook().id(), delivery.id(), delivery.attempts(), outcome.error());
    }
    return false;
  }

  private Outcome send(Delivery delivery) throws InterruptedException {
    var webhook = delivery.webhook();
    if (!hosts.allow(webhook.url())) {
      return new Outcome(null, "the host is not allowed any more");
    }
    var now = clock.instant();
    var request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(config.timeout())
            .header("Content-Type", "application/cloudevents+json; charset=UTF-8")
            .header("User-Agent", "Trainyard")
            .header("webhook-id", delivery.id().toString())
            .header("webhook-timestamp", String.valueOf(now.getEpochSecond()))
            .header(
                "webhook-signature",
                WebhookSignature.of(webhook.secret(), delivery.id(), now, delivery.body()))
            .POST(HttpRequest.BodyPublishers.ofString(delivery.body()))
            .build();
    var answer = client.sendAsync(request, BodyHandlers.discarding());
    try {
      // Also while the answer's body comes, which the request's own time-out does not cover.
      var status = answer.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return new Outcome(status, status / 100 == 2 ? null : "answered with status " + status);
    } catch (TimeoutException e) {
      return new Outcome(null, "no answer within %d ms".formatted(config.timeout().toMillis()));
    } catch (ExecutionException e) {
      return new Outcome(null, reason(e.getCause()));
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null
        ? "not reached: " + cause.getClass().getSimpleName()
        : "not reached: " + cause.getMessage();
  }
}
