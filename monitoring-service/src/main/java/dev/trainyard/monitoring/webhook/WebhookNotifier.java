package dev.trainyard.monitoring.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.monitoring.database.StoredJson;
import dev.trainyard.monitoring.intake.EventTenants;
import dev.trainyard.monitoring.process.ProcessStore;
import dev.trainyard.monitoring.webhook.DeliveryStore.NewDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Decides who is told of which events. Thread-safe. */
@ApplicationScoped
public class WebhookNotifier {
  private static final String PROJECT = "projectId";
  private static final String PROCESS = "processId";

  /** Clocks of services may differ by less. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

  private final WebhookStore webhooks;
  private final DeliveryStore deliveries;
  private final ProcessStore processes;
  private final StoredJson stored;
  private final ObjectMapper json;
  private final IdGenerator ids;
  private final Clock clock;
  private final EventTenants tenants;

  WebhookNotifier(
      WebhookStore webhooks,
      DeliveryStore deliveries,
      ProcessStore processes,
      StoredJson stored,
      ObjectMapper json,
      IdGenerator ids,
      Clock clock,
      EventTenants tenants) {
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.processes = processes;
    this.stored = stored;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Queues what webhooks want of these events, in the transaction that has written them into the
   * journal.
   *
   * @param events such as have not come before
   */
  public void queue(List<ReceivedEvent> events) {
    var wanting = webhooks.enabled();
    if (wanting.isEmpty()) {
      return;
    }
    var queued = new ArrayList<NewDelivery>();
    for (var event : events) {
      if (EventSelection.isEvent(event.type())) {
        var data = stored.tree(StoredJson.storable(event.json()));
        var project = projectOf(data);
        var body =
            body(
                event.id(),
                event.type().type(),
                event.source(),
                event.subject(),
                event.time(),
                data);
        wanting.getOrDefault(tenants.of(event), List.of()).stream()
            .filter(webhook -> wants(webhook, event, project))
            .forEach(
                webhook ->
                    queued.add(
                        new NewDelivery(
                            ids.next(), webhook.id(), event.id(), event.type().type(), body)));
      }
    }
    deliveries.add(queued, clock.instant());
  }

  /** Queues an event that only says that the webhook works; its id. */
  UUID queueTest(Webhook webhook) {
    var id = ids.next();
    var type = "dev.trainyard.webhook.test";
    var data = json.createObjectNode().put("webhookId", webhook.id().toString());
    var body =
        body(
            id.toString(),
            type,
            "/trainyard/monitoring-service",
            webhook.id().toString(),
            clock.instant(),
            data);
    deliveries.add(
        List.of(new NewDelivery(id, webhook.id(), id.toString(), type, body)), clock.instant());
    return id;
  }

  /** What happened before it was made is not told to it, however late it comes. */
  private static boolean wants(Webhook webhook, ReceivedEvent event, UUID project) {
    return (webhook.projectId() == null || webhook.projectId().equals(project))
        && EventSelection.selects(webhook.eventTypes(), event.type())
        && !event.time().isBefore(webhook.createdAt().minus(CLOCK_DIFFERENCE));
  }

  /** Null if it is of none; some events only name their process. */
  private UUID projectOf(JsonNode data) {
    if (data.hasNonNull(PROJECT)) {
      return UUID.fromString(data.get(PROJECT).asText());
    }
    if (!data.hasNonNull(PROCESS)) {
      return null;
    }
    return processes
        .find(UUID.fromString(data.get(PROCESS).asText()))
        .map(process -> process.projectId())
        .orElse(null);
  }

  private String body(
      String id, String type, String source, String subject, Instant time, JsonNode data) {
    ObjectNode event =
        json.createObjectNode()
            .put("specversion", "1.0")
            .put("id", id)
            .put("type", type)
            .put("source", source)
            .put("subject", subject)
            .put("time", time.toString())
            .put("datacontenttype", "application/json");
    event.set("data", data);
    return event.toString();
  }
}
