package dev.trainyard.monitoring.log;

import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.monitoring.intake.Intake;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores the log lines that agents send. */
@ApplicationScoped
class LogConsumer {
  private final Intake intake;
  private final LogStore log;

  LogConsumer(Intake intake, LogStore log) {
    this.intake = intake;
    this.log = log;
  }

  @Incoming("logs")
  @Blocking
  void consume(ConsumerRecords<String, byte[]> records) {
    intake.take(
        "logs",
        records,
        LogLines.class,
        events -> log.save(events.stream().map(event -> event.dataAs(LogLines.class)).toList()));
  }
}
