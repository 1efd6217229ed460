package dev.trainyard.monitoring.webhook;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Deliveries in the database, which is also their queue. Thread-safe. */
@ApplicationScoped
class DeliveryStore {
  // A webhook that is deleted meanwhile takes nothing more.
  private static final String ADD =
      """
      INSERT INTO webhook_delivery (id, webhook_id, event_id, event_type, body, status,
        next_attempt_at, created_at, pending_since, tenant)
      SELECT ?, id, ?, ?, ?, 'PENDING', ?, ?, ?, tenant FROM webhook
      WHERE id = ?
      FOR KEY SHARE OF webhook
      ON CONFLICT DO NOTHING
      """;

  private static final String DUE =
      """
      SELECT DISTINCT webhook_id FROM webhook_delivery
      JOIN webhook ON webhook.id = webhook_id AND webhook.enabled
      WHERE next_attempt_at <= ?
      """;

  private static final String TAKE =
      """
      UPDATE webhook_delivery AS delivery
      SET attempts = delivery.attempts + 1, last_attempt_at = ?, next_attempt_at = ?
      FROM webhook
      WHERE webhook.id = delivery.webhook_id AND webhook.enabled AND delivery.id = (
        SELECT id FROM webhook_delivery WHERE webhook_id = ? AND next_attempt_at <= ?
        ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING delivery.id AS delivery_id, body, attempts, pending_since, webhook.*
      """;

  private static final String CONCLUDE =
      """
      UPDATE webhook_delivery
      SET status = ?, next_attempt_at = ?, last_status = ?, last_error = ? WHERE id = ?
      """;

  private static final String REPLAY =
      """
      UPDATE webhook_delivery
      SET status = 'PENDING', attempts = 0, next_attempt_at = ?, pending_since = ?
      WHERE id = ? AND webhook_id = ? RETURNING *
      """;

  private final Database database;
  private final StoredJson json;

  DeliveryStore(Database database, StoredJson json) {
    this.database = database;
    this.json = json;
  }

  /**
   * An event that a webhook is to be told of.
   *
   * @param body a CloudEvent in JSON
   */
  record NewDelivery(UUID id, UUID webhookId, String eventId, String eventType, String body) {}

  /** Adds them, each event once for a webhook. */
  void add(List<NewDelivery> deliveries, Instant now) {
    database.batch(
        ADD,
        deliveries.stream()
            .map(
                delivery ->
                    new Object[] {
                      delivery.id(),
                      delivery.eventId(),
                      delivery.eventType(),
                      StoredJson.storable(delivery.body()),
                      now,
                      now,
                      now,
                      delivery.webhookId()
                    })
            .toList());
  }

  /** Webhooks of which a delivery is due. */
  List<UUID> due(Instant now) {
    return database.query(DUE, row -> row.getObject("webhook_id", UUID.class), now);
  }

  /**
   * The next delivery of a webhook that is due, counted as tried.
   *
   * @param takenUntil from then on another replica may take it, as if this one had died
   */
  Optional<Delivery> take(UUID webhookId, Instant now, Instant takenUntil) {
    return database.first(
        TAKE,
        row ->
            new Delivery(
                row.getObject("delivery_id", UUID.class),
                WebhookStore.read(row),
                row.getString("body"),
                row.getInt("attempts"),
                Database.instant(row, "pending_since")),
        now,
        takenUntil,
        webhookId,
        now);
  }

  /**
   * Writes down how an attempt ended.
   *
   * @param next when it is tried again; null for never
   * @param answer the receiver's status code; null without one
   * @param error null if there was none
   */
  void conclude(UUID id, DeliveryStatus status, Instant next, Integer answer, String error) {
    database.batch(CONCLUDE, List.<Object[]>of(new Object[] {status, next, answer, error, id}));
  }

  /** Makes it due again; empty if the webhook has no such delivery. */
  Optional<DeliveryView> replay(UUID webhookId, UUID id, Instant now) {
    return database.first(REPLAY, this::read, now, now, id, webhookId);
  }

  Optional<DeliveryView> find(UUID id) {
    return database.first("SELECT * FROM webhook_delivery WHERE id = ?", this::read, id);
  }

  /**
   * A page of a webhook's deliveries, the newest first.
   *
   * @param status only these
   */
  Page<DeliveryView> list(UUID webhookId, Optional<DeliveryStatus> status, int page, int size) {
    return database.page(
        "FROM webhook_delivery WHERE webhook_id = ?"
            + (status.isPresent() ? " AND status = ?" : ""),
        "ORDER BY created_at DESC, id DESC",
        page,
        size,
        this::read,
        status
            .map(wanted -> new Object[] {webhookId, wanted})
            .orElseGet(() -> new Object[] {webhookId}));
  }

  private DeliveryView read(ResultSet row) throws SQLException {
    return new DeliveryView(
        row.getObject("id", UUID.class),
        row.getObject("webhook_id", UUID.class),
        row.getString("event_id"),
        row.getString("event_type"),
        DeliveryStatus.valueOf(row.getString("status")),
        row.getInt("attempts"),
        Database.instant(row, "created_at"),
        Database.instant(row, "next_attempt_at"),
        Database.instant(row, "last_attempt_at"),
        Database.nullable(row, "last_status", Integer.class),
        row.getString("last_error"),
        json.tree(row.getString("body")));
  }
}
