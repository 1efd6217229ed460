package dev.trainyard.kit.outbox;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.kit.tracing.TraceContext;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Publishes events with the change they tell of: the event is a row written in the caller's
 * transaction and reaches the broker once that has committed, at least once, in order per key.
 */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.outbox.enabled", stringValue = "true", enableIfMissing = true)
public class Outbox {
  private static final String INSERT =
      """
      INSERT INTO outbox (event_id, type, topic, message_key, occurred_at, traceparent, actor,
        tenant, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final DataSource dataSource;
  private final CloudEventCodec codec;
  private final IdGenerator ids;
  private final Clock clock;
  private final TransactionSynchronizationRegistry transactions;
  private final OutboxRelay relay;
  private final EventOrigin origin;

  Outbox(
      DataSource dataSource,
      CloudEventCodec codec,
      IdGenerator ids,
      Clock clock,
      TransactionSynchronizationRegistry transactions,
      OutboxRelay relay,
      EventOrigin origin) {
    this.dataSource = dataSource;
    this.codec = codec;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.relay = relay;
    this.origin = origin;
  }

  /**
   * Publishes an event of the present tenant when the present transaction commits.
   *
   * @param type the kind of event
   * @param key id of the aggregate it is about, or of the machine a command is for
   * @param data a record of the type's data class
   * @throws IllegalArgumentException if {@code data} is not of the type's data class
   * @throws jakarta.transaction.TransactionalException outside a transaction
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void publish(EventType type, UUID key, Object data) {
    publishAll(type, Map.of(key, data));
  }

  /**
   * The same for somebody who works for all tenants.
   *
   * @param tenant whose the event is; {@link TenantScope#ALL_NAME} for nobody's in particular; null
   *     for the present tenant's, as a row is that has not been written yet
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void publish(EventType type, UUID key, Object data, String tenant) {
    write(type, Map.of(key, data), id -> tenant == null ? origin.tenant() : tenant);
  }

  /**
   * The same for many aggregates at a time.
   *
   * @param data a record of the type's data class by the key of each event
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void publishAll(EventType type, Map<UUID, ?> data) {
    write(type, data, key -> origin.tenant());
  }

  /**
   * The same for somebody who works for all tenants.
   *
   * @param tenants whose each event is, by its key; see above
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void publishAll(EventType type, Map<UUID, ?> data, Map<UUID, String> tenants) {
    write(type, data, tenants::get);
  }

  private void write(EventType type, Map<UUID, ?> data, Function<UUID, String> tenantOf) {
    if (data.isEmpty()) {
      return;
    }
    if (!data.values().stream().allMatch(type.dataClass()::isInstance)) {
      throw new IllegalArgumentException(type + " takes a " + type.dataClass().getSimpleName());
    }
    var traceparent = TraceContext.traceparent().orElse(null);
    var causedBy = origin.actor().orElse(null);
    var now = Timestamp.from(clock.instant());
    try (var connection = dataSource.getConnection();
        var insert = connection.prepareStatement(INSERT)) {
      for (var event : data.entrySet()) {
        insert.setObject(1, ids.next());
        insert.setString(2, type.type());
        insert.setString(3, type.topic());
        insert.setString(4, event.getKey().toString());
        insert.setTimestamp(5, now);
        insert.setString(6, traceparent);
        insert.setString(7, causedBy);
        insert.setString(8, tenantOf.apply(event.getKey()));
        insert.setString(9, codec.toJson(event.getValue()));
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new IllegalStateException("the event could not be written to the outbox", e);
    }
    transactions.registerInterposedSynchronization(new WakeAfterCommit());
  }

  private final class WakeAfterCommit implements Synchronization {
    @Override
    public void beforeCompletion() {
      // Nothing to do before the commit.
    }

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        relay.wake();
      }
    }
  }
}
