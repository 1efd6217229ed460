package dev.trainyard.kit.events;

import dev.trainyard.contracts.event.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Makes the topics that are missing, in the background: a service starts also while the broker is
 * away. Every service does so, since any may be the first; agents do not.
 */
@ApplicationScoped
class TopicInitializer {
  private static final Logger LOG = Logger.getLogger(TopicInitializer.class);
  private static final long RETRY_MILLIS = 2_000;

  private final KafkaConfig config;
  private final KafkaConnection connection;
  private volatile Thread worker;

  TopicInitializer(KafkaConfig config, KafkaConnection connection) {
    this.config = config;
    this.connection = connection;
  }

  void onStart(@Observes StartupEvent event) {
    if (config.createTopics()) {
      worker = new Thread(this::createUntilDone, "topic-initializer");
      worker.setDaemon(true);
      worker.start();
    }
  }

  void onStop(@Observes ShutdownEvent event) {
    if (worker != null) {
      worker.interrupt();
    }
  }

  private void createUntilDone() {
    Map<String, Object> settings =
        connection.with(
            Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000));
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try (var admin = Admin.create(settings)) {
          create(admin);
          return;
        } catch (ExecutionException | KafkaException e) {
          LOG.warnf("Kafka is not there yet, topics will be made later reason=%s", e.getMessage());
          Thread.sleep(RETRY_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void create(Admin admin) throws ExecutionException, InterruptedException {
    var present = admin.listTopics().names().get();
    List<NewTopic> missing =
        Topics.ALL.stream()
            .flatMap(topic -> Stream.of(topic, Topics.deadLetterOf(topic)))
            .filter(topic -> !present.contains(topic))
            .map(topic -> new NewTopic(topic, config.partitions(), config.replicationFactor()))
            .toList();
    for (var result : admin.createTopics(missing).values().values()) {
      try {
        result.get();
      } catch (ExecutionException e) {
        // Another service was faster.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }
}
