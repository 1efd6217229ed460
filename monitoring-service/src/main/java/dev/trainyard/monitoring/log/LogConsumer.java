package dev.trainyard.monitoring.log;

import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.monitoring.intake.Intake;
import dev.trainyard.monitoring.intake.Message;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores the log lines that agents send and wakes those who follow. */
@ApplicationScoped
class LogConsumer {
  private final Intake intake;
  private final LogStore log;
  private final LogFeed feed;

  LogConsumer(Intake intake, LogStore log, LogFeed feed) {
    this.intake = intake;
    this.log = log;
    this.feed = feed;
  }

  @Incoming("logs")
  @Blocking
  void consume(ConsumerRecords<String, Message> records) {
    intake.take("logs", records, LogLines.class, this::store);
  }

  private void store(List<ReceivedEvent> events) {
    var messages = events.stream().map(event -> event.dataAs(LogLines.class)).toList();
    log.save(messages);
    messages.stream().map(LogLines::processId).distinct().forEach(feed::changed);
  }
}
