package dev.trainyard.monitoring.journal;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tracing.Spans;
import dev.trainyard.kit.tracing.TraceContext;
import dev.trainyard.monitoring.intake.EventTenants;
import dev.trainyard.monitoring.intake.Intake;
import dev.trainyard.monitoring.intake.Message;
import dev.trainyard.monitoring.machine.MachineLoadStore;
import dev.trainyard.monitoring.process.ProcessStore;
import dev.trainyard.monitoring.webhook.WebhookNotifier;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Writes the journal, and keeps up with what the events say of processes and machines. */
@ApplicationScoped
class JournalConsumer {
  private final Intake intake;
  private final Bookkeeper bookkeeper;

  JournalConsumer(Intake intake, Bookkeeper bookkeeper) {
    this.intake = intake;
    this.bookkeeper = bookkeeper;
  }

  @Incoming("journal")
  @Blocking
  void consume(ConsumerRecords<String, Message> records) {
    intake.take("journal", records, Object.class, bookkeeper::store);
  }

  /** One transaction for a batch. */
  @ApplicationScoped
  static class Bookkeeper {
    private final JournalWriter journal;
    private final ProcessStore processes;
    private final MachineLoadStore machines;
    private final WebhookNotifier webhooks;
    private final EventTenants tenants;
    private final Clock clock;

    Bookkeeper(
        JournalWriter journal,
        ProcessStore processes,
        MachineLoadStore machines,
        WebhookNotifier webhooks,
        EventTenants tenants,
        Clock clock) {
      this.tenants = tenants;
      this.clock = clock;
      this.journal = journal;
      this.processes = processes;
      this.machines = machines;
      this.webhooks = webhooks;
    }

    @AcrossTenants
    @Transactional
    void store(List<ReceivedEvent> events) {
      // First: replicas wait for one another here, and hold nothing yet that another waits for.
      var begun = clock.instant();
      var added = journal.append(events);
      webhooks.queue(added);
      events.forEach(this::follow);
      added.forEach(event -> trace(event, begun));
    }

    /** Only what is new, and once it is done: while the database is away it is tried for long. */
    private static void trace(ReceivedEvent event, Instant begun) {
      event
          .traceparent()
          .filter(TraceContext::isSampled)
          .map(TraceContext::of)
          .ifPresent(
              parent -> Spans.process(event.type().topic(), event.id(), parent, begun).end());
    }

    private void follow(ReceivedEvent event) {
      if (event.data() instanceof ProcessEvent process) {
        if (event.type() == EventType.PROCESS_DELETED) {
          processes.delete(process.processId());
        } else {
          processes.save(process, tenants.of(event));
        }
      } else if (event.data() instanceof StartTraining command) {
        processes.save(command, tenants.of(event));
      } else if (event.data() instanceof MachineEvent machine) {
        if (event.type() == EventType.MACHINE_DELETED) {
          machines.delete(machine.machineId());
        } else {
          machines.save(machine, tenants.of(event));
        }
      }
    }
  }
}
