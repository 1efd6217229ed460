package dev.trainyard.monitoring;

import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.training.TrainingParameters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Messages as the other services write them. */
public final class Samples {
  public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  public static final UUID MACHINE = UUID.fromString("01939d3f-0000-7000-8000-000000000001");

  private Samples() {}

  /** A training measurement; iteration n is taken n seconds after noon. */
  public static MetricPoint training(int iteration) {
    return new MetricPoint(
        iteration,
        iteration / 50.0,
        at(iteration),
        0.005,
        1.0 / iteration,
        120.5,
        1000.0 - iteration,
        900.0 - iteration,
        1200.0 - iteration,
        null,
        null,
        null);
  }

  /** A measurement that has test-set values only. */
  public static MetricPoint evaluation(int iteration, double averagePrecision) {
    return new MetricPoint(
        iteration,
        iteration / 50.0,
        at(iteration),
        null,
        null,
        null,
        null,
        null,
        null,
        averagePrecision,
        0.9,
        0.3);
  }

  /** A training measurement of a loss and nothing else that changes. */
  public static MetricPoint loss(int iteration, double loss) {
    return loss(iteration, loss, null);
  }

  /** The same, and values that the training has named itself. */
  public static MetricPoint loss(int iteration, double loss, Map<String, Double> scalars) {
    return point(iteration, at(iteration), 0.005, loss, scalars);
  }

  /** A training measurement without figures of speed. */
  public static MetricPoint point(
      int iteration, Instant time, double learningRate, double loss, Map<String, Double> scalars) {
    return new MetricPoint(
        iteration,
        iteration / 50.0,
        time,
        learningRate,
        loss,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        scalars);
  }

  /** When an iteration is measured: as many seconds after noon. */
  public static Instant at(int iteration) {
    return NOON.plusSeconds(iteration);
  }

  public static MetricsReported report(
      UUID processId, int attempt, long sequence, MetricPoint... points) {
    return new MetricsReported(processId, MACHINE, attempt, sequence, List.of(points));
  }

  /** Lines of a log, all written at noon. */
  public static LogLines log(UUID processId, int attempt, long firstLine, String... lines) {
    return new LogLines(
        processId,
        MACHINE,
        attempt,
        firstLine,
        Stream.of(lines).map(text -> new LogLines.Line(NOON, text)).toList());
  }

  public static ProcessEvent process(
      UUID processId, ProcessStatus status, int attempt, int second) {
    return process(processId, MACHINE, status, attempt, second);
  }

  /** What an event says of a process on a machine. */
  public static ProcessEvent process(
      UUID processId, UUID machineId, ProcessStatus status, int attempt, int second) {
    return new ProcessEvent(
        processId,
        "digits-run",
        UUID.fromString("01939d3f-0000-7000-8000-0000000000aa"),
        UUID.fromString("01939d3f-0000-7000-8000-0000000000bb"),
        "digits",
        null,
        machineId,
        "gpu-01",
        status,
        true,
        attempt,
        NOON.plusSeconds(second),
        null,
        null);
  }

  public static StartTraining start(UUID processId, UUID machineId) {
    return new StartTraining(
        processId,
        1,
        machineId,
        "digits-run",
        UUID.randomUUID(),
        "project",
        UUID.randomUUID(),
        "digits",
        "classifier",
        "base-resnet18",
        UUID.randomUUID(),
        "digits",
        1,
        "00",
        TrainingParameters.defaults(),
        false,
        UUID.randomUUID(),
        1,
        7,
        null);
  }

  public static MachineEvent machine(UUID machineId, String name, boolean available) {
    return new MachineEvent(machineId, name, "10.0.0.17", true, false, available, NOON, null, NOON);
  }

  public static RunReport runReport(UUID processId, UUID machineId) {
    return new RunReport(
        processId, machineId, 1, 1, RunPhase.TRAINING, null, "no GPU: CPU", NOON, null, null);
  }

  public static Heartbeat heartbeat(UUID machineId, UUID processId, long sequence) {
    return heartbeat(
        machineId,
        sequence,
        NOON.plusSeconds(5 * sequence),
        List.of(),
        new Load(0.25 * sequence, 8L << 30, 100L << 30, List.of()),
        new ObservedRun(
            runReport(processId, machineId), 300, 1000, 184.5, 170.0, 201.0, null, null));
  }

  /** The sign of life of a new agent; no run is null. */
  public static Heartbeat heartbeat(
      UUID machineId,
      long sequence,
      Instant time,
      List<Hardware.Gpu> gpus,
      Load load,
      ObservedRun run) {
    return new Heartbeat(
        machineId,
        UUID.randomUUID(),
        1,
        "gpu-1",
        "0.1.0",
        sequence,
        time,
        new Hardware("Linux 6.1", "EPYC", 16, 64L << 30, gpus),
        load,
        run);
  }
}
