package dev.trainyard.monitoring.webhook;

import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.UnprocessableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps webhooks and tells of their deliveries. Thread-safe. */
@ApplicationScoped
class WebhookService {
  private final WebhookStore webhooks;
  private final DeliveryStore deliveries;
  private final WebhookNotifier notifier;
  private final AllowedHosts hosts;
  private final IdGenerator ids;
  private final Clock clock;
  private final WebhookAudit audit;

  WebhookService(
      WebhookStore webhooks,
      DeliveryStore deliveries,
      WebhookNotifier notifier,
      AllowedHosts hosts,
      IdGenerator ids,
      Clock clock,
      WebhookAudit audit) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.notifier = notifier;
    this.hosts = hosts;
    this.ids = ids;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * Makes a webhook with a new secret.
   *
   * @throws InvalidRequestException if the address or a type of events makes no sense
   * @throws UnprocessableException if the host is not allowed
   */
  @Transactional
  Webhook create(WebhookRequest request) {
    var now = clock.instant();
    var webhook =
        new Webhook(
            ids.next(),
            0,
            request.projectId(),
            hosts.checked(request.url()),
            checkedTypes(request),
            request.description(),
            request.isEnabled(),
            WebhookSignature.newSecret(),
            now,
            audit.author(),
            now);
    webhooks.insert(webhook);
    audit.made(webhook);
    return webhook;
  }

  /**
   * Changes all but the secret.
   *
   * @param ifMatch the version that was read, as an entity tag
   * @throws NotFoundException if there is none with this id
   */
  @Transactional
  Webhook update(UUID id, String ifMatch, WebhookRequest request) {
    var present = webhooks.lock(id).orElseThrow(() -> notFound(id));
    EntityTags.requireMatch(ifMatch, present.version());
    var webhook =
        present.changed(
            request.projectId(),
            hosts.checked(request.url()),
            checkedTypes(request),
            request.description(),
            request.isEnabled(),
            clock.instant());
    webhooks.update(webhook);
    audit.changed(present, webhook);
    return webhook;
  }

  /**
   * Gives it a new secret; the old one is used no more.
   *
   * @throws NotFoundException if there is none with this id
   */
  @Transactional
  Webhook renewSecret(UUID id) {
    var present = webhooks.lock(id).orElseThrow(() -> notFound(id));
    var webhook = present.withSecret(WebhookSignature.newSecret(), clock.instant());
    webhooks.update(webhook);
    audit.secretRenewed(webhook);
    return webhook;
  }

  /**
   * @throws NotFoundException if there is none with this id
   */
  Webhook get(UUID id) {
    return webhooks.find(id).orElseThrow(() -> notFound(id));
  }

  Page<Webhook> list(Optional<UUID> projectId, int page, int size) {
    return webhooks.list(projectId.orElse(null), page, size);
  }

  /**
   * Deletes it with its deliveries.
   *
   * @throws NotFoundException if there is none with this id
   */
  @Transactional
  void delete(UUID id) {
    var present = webhooks.lock(id).orElseThrow(() -> notFound(id));
    webhooks.delete(id);
    audit.deleted(present);
  }

  /**
   * Posts an event that only says that it works.
   *
   * @throws NotFoundException if there is none with this id
   */
  @Transactional
  DeliveryView test(UUID id) {
    var delivery = notifier.queueTest(get(id));
    return deliveries.find(delivery).orElseThrow(() -> notFound(id));
  }

  /**
   * What was posted, and what is to be.
   *
   * @throws NotFoundException if there is no webhook with this id
   */
  Page<DeliveryView> deliveries(UUID id, Optional<DeliveryStatus> status, int page, int size) {
    get(id);
    return deliveries.list(id, status, page, size);
  }

  /**
   * Posts an event again, whatever became of it before.
   *
   * @throws NotFoundException if the webhook has no such delivery
   */
  DeliveryView replay(UUID id, UUID deliveryId) {
    return deliveries
        .replay(id, deliveryId, clock.instant())
        .orElseThrow(() -> new NotFoundException("delivery", deliveryId));
  }

  private static List<String> checkedTypes(WebhookRequest request) {
    for (var type : request.eventTypes()) {
      if (!EventSelection.isPossible(type)) {
        throw new InvalidRequestException(
            "eventTypes",
            "no event has the type %s; such as process.succeeded, process.* or machine.unavailable"
                .formatted(type));
      }
    }
    return request.eventTypes().stream().distinct().toList();
  }

  private static NotFoundException notFound(UUID id) {
    return new NotFoundException("webhook", id);
  }
}
