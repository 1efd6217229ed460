package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.monitoring.intake.EventTenants;
import dev.trainyard.monitoring.intake.Intake;
import dev.trainyard.monitoring.intake.Message;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores the measurements that agents report and wakes those who watch. */
@ApplicationScoped
class MetricsConsumer {
  private final Intake intake;
  private final MetricWriter metrics;
  private final MetricRollup rollup;
  private final MetricFeed feed;
  private final EventTenants tenants;
  private final TrainingMetrics told;

  MetricsConsumer(
      Intake intake,
      MetricWriter metrics,
      MetricRollup rollup,
      MetricFeed feed,
      EventTenants tenants,
      TrainingMetrics told) {
    this.told = told;
    this.tenants = tenants;
    this.intake = intake;
    this.metrics = metrics;
    this.rollup = rollup;
    this.feed = feed;
  }

  @Incoming("metrics")
  @Blocking
  void consume(ConsumerRecords<String, Message> records) {
    intake.takeFromAgents("metrics", records, MetricsReported.class, this::store);
  }

  private void store(List<ReceivedEvent> events) {
    var claimed = new HashMap<UUID, String>();
    events.forEach(
        event -> claimed.put(event.dataAs(MetricsReported.class).processId(), tenants.of(event)));
    var reports = events.stream().map(event -> event.dataAs(MetricsReported.class)).toList();
    var saved = metrics.save(reports, claimed);
    rollup.changed(saved.toSumUp());
    told.add(saved.values(), saved.iterations());
    reports.stream().map(MetricsReported::processId).distinct().forEach(feed::changed);
  }
}
