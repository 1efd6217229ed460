package dev.trainyard.bench.trainer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.bench.trainer.engine.TrainingAnswer;
import dev.trainyard.bench.trainer.engine.TrainingRequest;
import dev.trainyard.contracts.training.Augmentation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * Trainings of one kind that our side can be asked for.
 *
 * @param dataset folder with {@code train/} and {@code test/}
 * @param work where runs keep their caches and models
 * @param epochImages images of one epoch
 */
record TrainingTask(
    Path dataset,
    Path work,
    int epochImages,
    Shape shape,
    double learningRate,
    Augmentation augmentation) {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Has the trainer run so many iterations, and waits for it. */
  TrainingAnswer run(Contestant trainer, int iterations, long seed) throws IOException {
    Map<String, Object> request =
        JSON.convertValue(
            new TrainingRequest(
                dataset.toString(),
                work.toString(),
                epochImages,
                shape.imageSize(),
                shape.batchSize(),
                iterations,
                learningRate,
                augmentation,
                seed),
            JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    return JSON.treeToValue(trainer.ask(request), TrainingAnswer.class);
  }

  /** Iterations of so many epochs. */
  int iterations(int epochs) {
    return (epochs * epochImages + shape.batchSize() - 1) / shape.batchSize();
  }

  /** Removes the work folder, so that the next run finds no cache. */
  void forget() {
    if (!Files.exists(work)) {
      return;
    }
    try (var files = Files.walk(work)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
