package dev.trainyard.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {
  private final DeliveryQueue queue = new DeliveryQueue();

  @Test
  void keepsTheOrderWhenABatchComesBack() throws Exception {
    queue.add(waiting("1", false));
    queue.add(waiting("2", false));
    var batch = queue.take();
    queue.add(waiting("3", false));
    queue.putBack(batch.events());
    assertThat(queue.take().events())
        .extracting(waiting -> waiting.record().key())
        .containsExactly("1", "2", "3");
  }

  @Test
  void keepsOnlyTheNewestHeartbeat() throws Exception {
    queue.replaceHeartbeat(record("old"));
    queue.replaceHeartbeat(record("new"));
    var batch = queue.take();
    assertThat(batch.heartbeat()).map(ProducerRecord::key).contains("new");
    queue.close();
    assertThat(queue.take().heartbeat()).isEmpty();
  }

  @Test
  void dropsMeasurementsBeforeReportsWhenItIsFull() throws Exception {
    queue.add(waiting("report", true));
    IntStream.rangeClosed(1, 20_000).forEach(i -> queue.add(waiting("metrics-" + i, false)));
    assertThat(queue.take().events())
        .extracting(waiting -> waiting.record().key())
        .startsWith("report", "metrics-2");
  }

  @Test
  void dropsMeasurementsBeforeReportsWhenTheyAreTooLarge() throws Exception {
    queue.add(new DeliveryQueue.Waiting(large("report"), true, () -> {}));
    IntStream.rangeClosed(1, 64)
        .forEach(i -> queue.add(new DeliveryQueue.Waiting(large("metrics-" + i), false, () -> {})));
    assertThat(queue.take().events())
        .extracting(waiting -> waiting.record().key())
        .startsWith("report", "metrics-2");
  }

  @Test
  void countsWhatComesBack() throws Exception {
    IntStream.rangeClosed(1, 64)
        .forEach(i -> queue.add(new DeliveryQueue.Waiting(large("metrics-" + i), false, () -> {})));
    var batch = queue.take();
    queue.putBack(batch.events());
    queue.add(new DeliveryQueue.Waiting(large("metrics-65"), false, () -> {}));
    assertThat(queue.take().events())
        .extracting(waiting -> waiting.record().key())
        .startsWith("metrics-2");
  }

  @Test
  void givesABatchOfALimitedSize() throws Exception {
    IntStream.rangeClosed(1, 10)
        .forEach(i -> queue.add(new DeliveryQueue.Waiting(large("metrics-" + i), false, () -> {})));
    assertThat(queue.take().events()).hasSize(4);
  }

  private static ProducerRecord<String, byte[]> large(String key) {
    return new ProducerRecord<>("topic", key, new byte[1 << 20]);
  }

  private static DeliveryQueue.Waiting waiting(String key, boolean precious) {
    return new DeliveryQueue.Waiting(record(key), precious, () -> {});
  }

  private static ProducerRecord<String, byte[]> record(String key) {
    return new ProducerRecord<>("topic", key, new byte[0]);
  }
}
