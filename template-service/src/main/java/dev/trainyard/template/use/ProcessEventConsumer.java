package dev.trainyard.template.use;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.events.UnreadableEventException;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantRules;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads what happens to processes, to know which of them still need their dataset. */
@ApplicationScoped
class ProcessEventConsumer {
  private final CloudEventCodec codec;
  private final DatasetUses uses;
  private final TenantRules rules;
  private final CurrentTenant tenant;

  ProcessEventConsumer(
      CloudEventCodec codec, DatasetUses uses, TenantRules rules, CurrentTenant tenant) {
    this.codec = codec;
    this.uses = uses;
    this.rules = rules;
    this.tenant = tenant;
  }

  /** Tried again until the database is there; what no retry makes readable goes aside. */
  @Incoming("process-events")
  @Blocking
  @Retry(
      maxRetries = -1,
      maxDuration = 0,
      delay = 1,
      delayUnit = ChronoUnit.SECONDS,
      abortOn = UnreadableEventException.class)
  void consume(ConsumerRecord<String, byte[]> record) {
    var event = codec.read(record);
    tenant.run(rules.scopeOf(event), () -> take(event));
  }

  private void take(ReceivedEvent event) {
    if (!(event.data() instanceof ProcessEvent process)) {
      return;
    }
    if (process.processId() == null || process.templateId() == null || process.status() == null) {
      throw new UnreadableEventException("processId, templateId or status is missing", null);
    }
    if (event.type() == EventType.PROCESS_DELETED) {
      uses.forget(process.processId());
    } else {
      uses.take(process);
    }
  }
}
