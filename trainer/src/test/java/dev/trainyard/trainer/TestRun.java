package dev.trainyard.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.training.TrainingParameters;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a run is told: ResNet-18 at 32 pixels on the CPU; a test says what is different. */
public final class TestRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path data;
  private final Path work;
  private final Map<String, Object> parameters =
      new HashMap<>(
          Map.of("device", "CPU", "imageSize", 32, "updatePeriodSeconds", 1, "batchSize", 8));
  private Path baseModel;
  private String baseModelSha256;
  private boolean resume;

  /**
   * @param work the run's folder; the model's archive comes beside it
   */
  public TestRun(Path data, Path work) {
    this.data = data;
    this.work = work;
  }

  /** Sets a training parameter by its name in JSON. */
  public TestRun with(String parameter, Object value) {
    parameters.put(parameter, value);
    return this;
  }

  /** Begins from this file. */
  public TestRun from(Path base, String sha256) {
    baseModel = base;
    baseModelSha256 = sha256;
    return this;
  }

  /** Goes on from the checkpoint in its folder. */
  public TestRun resume() {
    resume = true;
    return this;
  }

  /** What the trainer is given. */
  public RunSpecification specification() {
    return new RunSpecification(
        "process-1",
        1,
        data.toString(),
        work.toString(),
        work + ".zip",
        "resnet18",
        baseModel == null ? null : baseModel.toString(),
        baseModelSha256,
        JSON.convertValue(parameters, TrainingParameters.class),
        resume,
        Map.of("datasetVersion", 3, "template", "stripes"));
  }
}
