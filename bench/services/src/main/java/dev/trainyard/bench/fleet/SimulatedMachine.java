package dev.trainyard.bench.fleet;

import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What one agent says. Thread-safe. */
final class SimulatedMachine {
  /** Agents sign each heartbeat; here one process would sign for thousands. */
  private static final int SIGNED_EVERY = 3;

  private static final Hardware HARDWARE =
      new Hardware(
          "Linux 6.1.0",
          "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz",
          64,
          270_112_571_392L,
          List.of(
              new Hardware.Gpu(0, "NVIDIA L40S", 48_305_799_168L, "550.54.15"),
              new Hardware.Gpu(1, "NVIDIA L40S", 48_305_799_168L, "550.54.15")));

  private final UUID id;
  private final SigningKey key = SigningKey.fresh();
  private final UUID agentId = UUID.randomUUID();
  private volatile MessageKey messageKey;
  private long heartbeats;
  private long reports;
  private int iteration;
  private RunReport newest;
  private RunReport toldBefore;
  private RunReport toldNow;

  SimulatedMachine(UUID id) {
    this.id = id;
  }

  UUID id() {
    return id;
  }

  SigningKey key() {
    return key;
  }

  /** The secret it shares with the services, once it is registered. */
  MessageKey messageKey() {
    return messageKey;
  }

  void share(MessageKey secret) {
    messageKey = secret;
  }

  /**
   * Whether its newest heartbeat is one whose signature may be looked at: it tells more than that
   * the machine is there and how far it is; or it may bring back a machine that was away, which the
   * machine does not know, so that each of them signs now and then.
   */
  synchronized boolean signs() {
    return heartbeats == 1
        || toldBefore != toldNow
        || Math.floorMod(heartbeats + id.hashCode(), SIGNED_EVERY) == 0;
  }

  synchronized Heartbeat beat() {
    heartbeats++;
    toldBefore = toldNow;
    toldNow = newest;
    var busy = newest != null && !newest.phase().isFinal();
    if (busy) {
      iteration++;
    }
    var load =
        new Load(
            0.01 * (heartbeats % 100),
            8_589_934_592L + heartbeats,
            1_099_511_627_776L,
            List.of(new Load.GpuLoad(0, busy ? 0.97 : 0.0, 31_000_000_000L + heartbeats)));
    return new Heartbeat(
        id, agentId, 1, "gpu-" + id, "0.1.0", heartbeats, Instant.now(), HARDWARE, load, run());
  }

  /** Does something with a run and says so. */
  synchronized RunReport report(UUID processId, int attempt, RunPhase phase) {
    newest =
        new RunReport(
            processId, id, attempt, ++reports, phase, null, null, Instant.now(), null, null);
    return newest;
  }

  private ObservedRun run() {
    if (newest == null) {
      return null;
    }
    var point =
        new MetricPoint(
            iteration,
            0.1 * iteration,
            Instant.now(),
            0.005,
            0.25,
            118.5,
            93.5,
            88.0,
            101.0,
            null,
            null,
            null);
    return new ObservedRun(newest, iteration, 1_000_000, 93.5, 88.0, 101.0, point, null);
  }
}
