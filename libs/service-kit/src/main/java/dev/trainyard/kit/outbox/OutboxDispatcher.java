package dev.trainyard.kit.outbox;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
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
    var pending = new ArrayList<Future<RecordMetadata>>();
    for (var row : wave) {
      pending.add(producer.send(codec.toRecord(row.event())));
    }
    var acknowledged = new ArrayList<Long>();
    for (var index = 0; index < wave.size(); index++) {
      try {
        pending.get(index).get();
        acknowledged.add(wave.get(index).id());
      } catch (ExecutionException e) {
        LOG.warnf(
            "Event not sent, will be sent again eventId=%s reason=%s",
            wave.get(index).event().id(), e.getMessage());
      }
    }
    return acknowledged;
  }

  private static void delete(Connection connection, List<Long> ids) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
      delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      delete.executeUpdate();
    }
  }

  private record Row(long id, OutgoingEvent event) {}
}
