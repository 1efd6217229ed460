package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.UnreadableEventException;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Reads the machines' signs of life. */
@ApplicationScoped
class HeartbeatConsumer {
  private static final Logger LOG = Logger.getLogger(HeartbeatConsumer.class);
  private static final int MAX_REMEMBERED = 10_000;

  private final CloudEventCodec codec;
  private final MachineAvailability availability;
  private final RunObserver observer;
  private final Set<UUID> strangers = ConcurrentHashMap.newKeySet();

  HeartbeatConsumer(CloudEventCodec codec, MachineAvailability availability, RunObserver observer) {
    this.codec = codec;
    this.availability = availability;
    this.observer = observer;
  }

  /** Tried again until the database is there. */
  @Incoming("heartbeats")
  @Blocking
  @Retry(
      maxRetries = -1,
      maxDuration = 0,
      delay = 1,
      delayUnit = ChronoUnit.SECONDS,
      abortOn = {
        UnreadableEventException.class,
        IllegalArgumentException.class,
        NullPointerException.class
      })
  void consume(ConsumerRecord<String, byte[]> record) {
    var heartbeat = checked(codec.read(record).dataAs(Heartbeat.class));
    if (availability.seen(heartbeat)) {
      observer.observe(heartbeat.machineId(), Optional.ofNullable(heartbeat.run()));
      strangers.remove(heartbeat.machineId());
    } else if (strangers.size() < MAX_REMEMBERED && strangers.add(heartbeat.machineId())) {
      LOG.warnf(
          "Heartbeats of a machine that is not registered are ignored machineId=%s",
          heartbeat.machineId());
    }
  }

  private static Heartbeat checked(Heartbeat heartbeat) {
    if (heartbeat.machineId() == null) {
      throw new UnreadableEventException("machineId is missing", null);
    }
    var run = heartbeat.run();
    if (run != null
        && (run.report() == null
            || run.report().processId() == null
            || run.report().phase() == null)) {
      throw new UnreadableEventException("run.report is missing or incomplete", null);
    }
    return heartbeat;
  }
}
