package dev.trainyard.monitoring.webhook;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Webhooks in the database. Thread-safe. */
@ApplicationScoped
class WebhookStore {
  private static final String INSERT =
      """
      INSERT INTO webhook (id, project_id, url, event_types, description, enabled, secret,
        created_at, author, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE =
      """
      UPDATE webhook SET version = version + 1, project_id = ?, url = ?, event_types = ?,
        description = ?, enabled = ?, secret = ?, updated_at = ?
      WHERE id = ?
      """;

  private final Database database;

  WebhookStore(Database database) {
    this.database = database;
  }

  void insert(Webhook webhook) {
    database.batch(
        INSERT,
        List.<Object[]>of(
            new Object[] {
              webhook.id(),
              webhook.projectId(),
              webhook.url().toString(),
              webhook.eventTypes(),
              webhook.description(),
              webhook.enabled(),
              webhook.secret(),
              webhook.createdAt(),
              webhook.author(),
              webhook.updatedAt()
            }));
  }

  /** Writes what can change, with the next version. */
  void update(Webhook webhook) {
    database.batch(
        UPDATE,
        List.<Object[]>of(
            new Object[] {
              webhook.projectId(),
              webhook.url().toString(),
              webhook.eventTypes(),
              webhook.description(),
              webhook.enabled(),
              webhook.secret(),
              webhook.updatedAt(),
              webhook.id()
            }));
  }

  /** Deletes it with its deliveries. */
  void delete(UUID id) {
    database.first("DELETE FROM webhook WHERE id = ? RETURNING 1", row -> true, id);
  }

  Optional<Webhook> find(UUID id) {
    return database.first("SELECT * FROM webhook WHERE id = ?", WebhookStore::read, id);
  }

  /** Finds it and keeps others from changing it until the caller's transaction ends. */
  Optional<Webhook> lock(UUID id) {
    return database.first("SELECT * FROM webhook WHERE id = ? FOR UPDATE", WebhookStore::read, id);
  }

  /** Those that are told of events, by their tenants. */
  Map<String, List<Webhook>> enabled() {
    return database
        .query(
            "SELECT * FROM webhook WHERE enabled ORDER BY id",
            row -> Map.entry(row.getString("tenant"), read(row)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /**
   * A page of them, the newest first.
   *
   * @param projectId null for those of all projects
   */
  Page<Webhook> list(UUID projectId, int page, int size) {
    return database.page(
        "FROM webhook" + (projectId == null ? "" : " WHERE project_id = ?"),
        "ORDER BY created_at DESC, id DESC",
        page,
        size,
        WebhookStore::read,
        projectId == null ? new Object[0] : new Object[] {projectId});
  }

  static Webhook read(ResultSet row) throws SQLException {
    return new Webhook(
        row.getObject("id", UUID.class),
        row.getLong("version"),
        row.getObject("project_id", UUID.class),
        URI.create(row.getString("url")),
        Database.texts(row, "event_types"),
        row.getString("description"),
        row.getBoolean("enabled"),
        row.getString("secret"),
        Database.instant(row, "created_at"),
        row.getString("author"),
        Database.instant(row, "updated_at"));
  }
}
