package dev.trainyard.contracts.trainer;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.training.TrainingParameters;
import java.util.Map;
import java.util.Objects;

/**
 * All that a trainer needs to know for one run, given to it as one JSON file.
 *
 * @param processId the process this run belongs to; null for a run from the command line
 * @param attempt the attempt of the process, from 1
 * @param datasetDirectory a folder with {@code train/<class>/} and {@code test/<class>/}
 * @param workDirectory a folder of this run's own, for caches and checkpoints; made if absent
 * @param modelArchive the zip file to write: {@code model.pth} and {@code config.yaml}
 * @param architecture {@code resnet18}, …
 * @param baseModel a {@code .pth} file, or an archive (zip) of one {@code .pth} and a {@code
 *     config.yaml}; null for random weights
 * @param baseModelSha256 digest that the base model's file must have, lower-case hex; null if
 *     nobody knows it
 * @param parameters how to train
 * @param resume go on from the last checkpoint in the work directory, if there is one
 * @param lineage facts that go unchanged into {@code config.yaml}: dataset id, version and digest,
 *     template, machine, …
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunSpecification(
    String processId,
    int attempt,
    String datasetDirectory,
    String workDirectory,
    String modelArchive,
    String architecture,
    String baseModel,
    String baseModelSha256,
    TrainingParameters parameters,
    boolean resume,
    Map<String, Object> lineage) {

  /**
   * The file in the work directory that a trainer holds locked while it lives. Whoever empties the
   * directory leaves this file: a lock on a deleted one keeps nobody out.
   */
  public static final String LOCK_FILE = "trainer.lock";

  public RunSpecification {
    Objects.requireNonNull(datasetDirectory, "datasetDirectory");
    Objects.requireNonNull(workDirectory, "workDirectory");
    Objects.requireNonNull(modelArchive, "modelArchive");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(parameters, "parameters");
    lineage = lineage == null ? Map.of() : Map.copyOf(lineage);
  }
}
