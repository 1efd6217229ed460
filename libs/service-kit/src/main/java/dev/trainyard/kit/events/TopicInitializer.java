package dev.trainyard.kit.events;

import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.lifecycle.Awaited;
import dev.trainyard.kit.lifecycle.Waiting;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Looks for the broker and makes the topics that are missing, in the background: a service starts
 * also while the broker is away. Every service does so, since any may be the first; agents do not.
 */
@ApplicationScoped
@IfBuildProperty(
    name = "trainyard.tenants.in-database",
    stringValue = "true",
    enableIfMissing = true)
class TopicInitializer implements Awaited {
  private static final Logger LOG = Logger.getLogger(TopicInitializer.class);
  private static final long RETRY_MILLIS = 2_000;

  private final KafkaConfig config;
  private final KafkaConnection connection;
  private final Waiting waiting;
  private volatile boolean done;
  private volatile Thread worker;

  TopicInitializer(KafkaConfig config, KafkaConnection connection) {
    this.config = config;
    this.connection = connection;
    this.waiting = new Waiting(LOG, "Kafka at " + connection.bootstrapServers());
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Optional<String> missing() {
    return done ? Optional.empty() : Optional.of(waiting.reason().orElse("not asked yet"));
  }

  void onStart(@Observes StartupEvent event) {
    worker = new Thread(this::lookUntilDone, "topic-initializer");
    worker.setDaemon(true);
    worker.start();
  }

  void onStop(@Observes ShutdownEvent event) {
    if (worker != null) {
      worker.interrupt();
    }
  }

  private void lookUntilDone() {
    Map<String, Object> settings =
        connection.with(
            Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000));
    try {
      while (!done) {
        try (var admin = Admin.create(settings)) {
          var missing = missing(admin);
          if (config.createTopics()) {
            create(admin, missing);
          } else if (!missing.isEmpty()) {
            LOG.warnf("Topics are not there, or not for this service's user topics=%s", missing);
          }
          done = true;
          waiting.over();
        } catch (ExecutionException | KafkaException e) {
          waiting.on(reason(e));
          Thread.sleep(RETRY_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Without the number of the call, which would make each reason another one. */
  private static String reason(Exception failure) {
    var cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    return cause instanceof TimeoutException
        ? "it does not answer"
        : String.valueOf(cause.getMessage());
  }

  private static List<String> missing(Admin admin) throws ExecutionException, InterruptedException {
    var present = admin.listTopics().names().get();
    return Topics.ALL.stream()
        .flatMap(topic -> Stream.of(topic, Topics.deadLetterOf(topic)))
        .filter(topic -> !present.contains(topic))
        .toList();
  }

  private void create(Admin admin, List<String> missing)
      throws ExecutionException, InterruptedException {
    var topics =
        missing.stream()
            .map(topic -> new NewTopic(topic, config.partitions(), config.replicationFactor()))
            .toList();
    for (var result : admin.createTopics(topics).values().values()) {
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
