package dev.trainyard.kit.outbox;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;

/**
 * Sends one batch of outbox rows and deletes those the broker has acknowledged. An event is sent
 * only when the earlier ones of its key have been acknowledged, so that order holds per key also
 * when a send fails. Not thread-safe; at most one at a time may work on a database.
 */
final class OutboxDispatcher {
  private static final Logger LOG = Logger.getLogger(OutboxDispatcher.class);
  private static final long SLOW_SEND_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final String SELECT =
      """
      SELECT id, event_id, type, message_key, occurred_at, traceparent, data
      FROM outbox ORDER BY id LIMIT ?
      """;

  private final Producer<String, byte[]> producer;
  private final CloudEventCodec codec;
  private final int batchSize;

  OutboxDispatcher(Producer<String, byte[]> producer, CloudEventCodec codec, int batchSize) {
    this.producer = producer;
    this.codec = codec;
    this.batchSize = batchSize;
  }

  /**
   * @param connection in auto-commit mode
   * @return how many events the broker has taken; less than the batch size when the outbox is empty
   *     or a send failed
   */
  int dispatch(Connection connection) throws SQLException, InterruptedException {
    var waiting = read(connection);
    var sent = 0;
    while (!waiting.isEmpty()) {
      var wave = firstOfEachKey(waiting);
      var acknowledged = send(wave);
      delete(connection, acknowledged);
      sent += acknowledged.size();
      if (acknowledged.size() < wave.size()) {
        return sent;
      }
      waiting.removeAll(wave);
    }
    return sent;
  }

  private List<Row> read(Connection connection) throws SQLException {
    var rows = new ArrayList<Row>();
    try (var select = connection.prepareStatement(SELECT)) {
      select.setInt(1, batchSize);
      try (var result = select.executeQuery()) {
        while (result.next()) {
          var type =
              EventType.of(result.getString("type"))
                  .orElseThrow(() -> new IllegalStateException("unknown event type in the outbox"));
          rows.add(
              new Row(
                  result.getLong("id"),
                  new OutgoingEvent(
                      result.getObject("event_id", UUID.class),
                      type,
                      result.getString("message_key"),
                      result.getTimestamp("occurred_at").toInstant(),
                      result.getString("traceparent"),
                      result.getString("data"))));
        }
      }
    }
    return rows;
  }

  private static List<Row> firstOfEachKey(List<Row> waiting) {
    var seen = new HashSet<String>();
    return waiting.stream()
        .filter(row -> seen.add(row.event().type().topic() + " " + row.event().key()))
        .toList();
  }

  private List<Long> send(List<Row> wave) throws InterruptedException {
    var pending = new LinkedHashMap<Row, Future<RecordMetadata>>();
    var unreachableTopics = new HashSet<String>();
    for (var row : wave) {
      var topic = row.event().type().topic();
      if (unreachableTopics.contains(topic)) {
        continue;
      }
      var before = System.nanoTime();
      pending.put(row, producer.send(codec.toRecord(row.event())));
      // The producer looked for the topic in vain: it would for each of its events.
      if (System.nanoTime() - before > SLOW_SEND_NANOS) {
        unreachableTopics.add(topic);
      }
    }
    var acknowledged = new ArrayList<Long>();
    for (var sent : pending.entrySet()) {
      try {
        sent.getValue().get();
        acknowledged.add(sent.getKey().id());
      } catch (ExecutionException e) {
        LOG.warnf(
            "Event not sent, will be sent again eventId=%s reason=%s",
            sent.getKey().event().id(), e.getMessage());
      }
    }
    return acknowledged;
  }

  private static void delete(Connection connection, List<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (var delete = connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
      delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      delete.executeUpdate();
    }
  }

  private record Row(long id, OutgoingEvent event) {}
}
