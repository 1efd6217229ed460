package dev.trainyard.contracts.trainer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import java.util.List;
import java.util.Map;

/**
 * One line of the trainer's standard output: a JSON object whose {@code type} names the kind. The
 * last line of a run is a {@link Result}, a {@link Stopped} or a {@link Failure}; a trainer that
 * ends without one has crashed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrainerMessage.Stage.class, name = "stage"),
  @JsonSubTypes.Type(value = TrainerMessage.Notice.class, name = "notice"),
  @JsonSubTypes.Type(value = TrainerMessage.Metrics.class, name = "metrics"),
  @JsonSubTypes.Type(value = TrainerMessage.Checkpoint.class, name = "checkpoint"),
  @JsonSubTypes.Type(value = TrainerMessage.Alive.class, name = "alive"),
  @JsonSubTypes.Type(value = TrainerMessage.Result.class, name = "result"),
  @JsonSubTypes.Type(value = TrainerMessage.Stopped.class, name = "stopped"),
  @JsonSubTypes.Type(value = TrainerMessage.Failure.class, name = "failure")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface TrainerMessage {

  /** A launch stage is done: {@code TEST_DATASET_READY}, then {@code RUN_STARTED}. */
  record Stage(LaunchStage stage) implements TrainerMessage {}

  /** Something the user should know: a fallback to the CPU, capped workers, a skipped file. */
  record Notice(String message) implements TrainerMessage {}

  /** One row of measurements; an evaluation's row holds the test-set values too. */
  record Metrics(MetricPoint point) implements TrainerMessage {}

  /** The run can be resumed from this iteration. */
  record Checkpoint(int iteration) implements TrainerMessage {}

  /** The run got on since the last message, and has nothing else to say. */
  record Alive() implements TrainerMessage {}

  /**
   * The archive is written, was read back, and scored the same.
   *
   * @param modelArchive the archive's path
   * @param sha256 the archive's digest, lower-case hex
   * @param sizeBytes the archive's size
   * @param metrics final figures on the test set: {@code averagePrecision}, {@code accuracy}, …
   */
  record Result(String modelArchive, String sha256, long sizeBytes, Map<String, Double> metrics)
      implements TrainerMessage {}

  /** Stopped on request; a checkpoint of this iteration was written. */
  record Stopped(int iteration) implements TrainerMessage {}

  /** The run failed; the message says what to do about it. */
  record Failure(FailureCause cause, String message, List<String> details)
      implements TrainerMessage {}
}
