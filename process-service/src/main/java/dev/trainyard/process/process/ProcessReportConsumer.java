package dev.trainyard.process.process;

import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.UnreadableEventException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.process.machine.AgentSignatures;
import dev.trainyard.process.machine.RefusedMessages;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.exception.DataException;

/** Reads what agents say of runs. */
@ApplicationScoped
class ProcessReportConsumer {
  private final CloudEventCodec codec;
  private final AgentSignatures signatures;
  private final RefusedMessages refused;
  private final ProcessReconciler reconciler;

  ProcessReportConsumer(
      CloudEventCodec codec,
      AgentSignatures signatures,
      RefusedMessages refused,
      ProcessReconciler reconciler) {
    this.codec = codec;
    this.signatures = signatures;
    this.refused = refused;
    this.reconciler = reconciler;
  }

  /** Tried again until the database is there; what no retry makes readable goes aside. */
  @AcrossTenants
  @Incoming("reports")
  @Blocking
  @Retry(
      maxRetries = -1,
      maxDuration = 0,
      delay = 1,
      delayUnit = ChronoUnit.SECONDS,
      abortOn = {
        UnreadableEventException.class,
        DataException.class,
        IllegalArgumentException.class,
        NullPointerException.class
      })
  void consume(ConsumerRecord<String, byte[]> record) {
    var report = checked(codec.read(record).dataAs(RunReport.class));
    if (signatures.isFrom(report.machineId(), record)) {
      reconciler.take(report);
    } else {
      refused.add(report.machineId(), "report");
    }
  }

  private static RunReport checked(RunReport report) {
    if (report.processId() == null || report.machineId() == null || report.phase() == null) {
      throw new UnreadableEventException("processId, machineId or phase is missing", null);
    }
    if (report.phase() == RunPhase.SUCCEEDED && report.modelId() == null) {
      throw new UnreadableEventException("SUCCEEDED without a modelId", null);
    }
    return report;
  }
}
