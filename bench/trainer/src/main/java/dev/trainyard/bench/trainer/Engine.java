package dev.trainyard.bench.trainer;

import dev.trainyard.bench.trainer.engine.EngineMain;
import dev.trainyard.contracts.training.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts our side: the trainer in JVMs of their own. */
final class Engine {
  private final Path logs;
  private final Precision precision;

  /**
   * @param precision in which it learns
   */
  Engine(Path logs, Precision precision) {
    this.logs = logs;
    this.precision = precision;
  }

  /** Training steps on random tensors; takes {@code {"seconds": S}}. */
  Contestant compute(Shape shape, double warmUpSeconds) throws IOException {
    return start("compute", precision, shape.imageSize(), shape.batchSize(), warmUpSeconds);
  }

  /** Whole runs; takes an {@link dev.trainyard.bench.trainer.engine.TrainingRequest}. */
  Contestant training() throws IOException {
    return start("training", precision);
  }

  private Contestant start(Object... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EngineMain.class.getName());
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    return Contestant.start("the trainer", command, logs.resolve("trainer.log"));
  }
}
