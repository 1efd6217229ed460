package dev.trainyard.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.kit.events.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real broker does not take. */
class KafkaDeliveryIT {
  private static final String TOPIC = "events";
  private static final int TOO_LARGE = 2 << 20;

  private static KafkaServer kafka;

  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private final DeliveryQueue queue = new DeliveryQueue();

  @BeforeAll
  static void start() throws Exception {
    kafka = KafkaServer.start(KafkaServer.Options.of(Placement.temporary()));
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  @Test
  void dropsNothingButTheEventThatIsTooLarge() throws Exception {
    queue.add(event("first", 10));
    queue.add(event("large", TOO_LARGE));
    queue.add(event("second", 10));
    queue.add(event("third", 10));
    deliverUntil("first", "second", "third");
  }

  @Test
  void dropsNothingBecauseOfAHeartbeatThatIsTooLarge() throws Exception {
    queue.replaceHeartbeat(event("heartbeat", TOO_LARGE).record());
    queue.add(event("first", 10));
    queue.add(event("second", 10));
    deliverUntil("first", "second");
  }

  private void deliverUntil(String... names) throws InterruptedException {
    queue.add(event("last", 10));
    var delivery = new KafkaDelivery(queue, KafkaConnection.to(kafka.bootstrapServers()));
    delivery.start();
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> delivered.contains("last"));
      assertThat(delivered).startsWith(names).hasSize(names.length + 1);
    } finally {
      delivery.stop();
    }
  }

  private DeliveryQueue.Waiting event(String name, int bytes) {
    return new DeliveryQueue.Waiting(
        new ProducerRecord<>(TOPIC, name, new byte[bytes]), true, () -> delivered.add(name));
  }
}
