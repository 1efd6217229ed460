package dev.trainyard.monitoring.log;

import dev.trainyard.contracts.process.LogLines;
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

/** Stores the log lines that agents send and wakes those who follow. */
@ApplicationScoped
class LogConsumer {
  private final Intake intake;
  private final LogStore log;
  private final LogFeed feed;
  private final EventTenants tenants;

  LogConsumer(Intake intake, LogStore log, LogFeed feed, EventTenants tenants) {
    this.tenants = tenants;
    this.intake = intake;
    this.log = log;
    this.feed = feed;
  }

  @Incoming("logs")
  @Blocking
  void consume(ConsumerRecords<String, Message> records) {
    intake.takeFromAgents("logs", records, LogLines.class, this::store);
  }

  private void store(List<ReceivedEvent> events) {
    var claimed = new HashMap<UUID, String>();
    events.forEach(
        event -> claimed.put(event.dataAs(LogLines.class).processId(), tenants.of(event)));
    var messages = events.stream().map(event -> event.dataAs(LogLines.class)).toList();
    log.save(messages, claimed);
    messages.stream().map(LogLines::processId).distinct().forEach(feed::changed);
  }
}
