package dev.trainyard.bench.remaining;

import dev.trainyard.bench.trainer.BenchException;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.report.JsonLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Reads what a trainer says and keeps, for each mark, the first guess at or after it. The end is
 * the trainer's result, by our own clock.
 */
final class TimedRun {
  static final List<Integer> MARKS = List.of(25, 50, 75);
  private static final double NANOS = 1e9;

  private record Heard(int mark, MetricPoint point, long nanos) {}

  private final int iterations;
  private final LongSupplier clock;
  private final List<Heard> heard = new ArrayList<>();
  private long end;
  private boolean ended;

  TimedRun(int iterations, LongSupplier clock) {
    this.iterations = iterations;
    this.clock = clock;
  }

  /**
   * Runs the packaged trainer.
   *
   * @param jar the trainer
   * @param folder for the model and the log
   */
  static List<Guess> of(RunTask task, Path jar, Path dataset, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar.toString(), "train", "--json", "--device", "cpu"));
    command.addAll(List.of("--dataset", dataset.toString()));
    command.addAll(List.of("--out", folder.resolve("model.zip").toString()));
    command.addAll(List.of("--augmentation", "exposure_noise", "--update-period", "1"));
    option(command, "--image-size", task.imageSize());
    option(command, "--batch-size", task.batchSize());
    option(command, "--iterations", task.iterations());
    option(command, "--evaluation-interval", task.evaluationInterval());
    option(command, "--seed", task.seed());
    var log = folder.resolve("trainer.log");
    var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    var endWithBench = new Thread(process::destroy, "end-trainer");
    Runtime.getRuntime().addShutdownHook(endWithBench);
    var run = new TimedRun(task.iterations(), System::nanoTime);
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        run.accept(JsonLines.mapper().readValue(line, TrainerMessage.class));
      }
    } finally {
      process.destroy();
      process.waitFor();
      Runtime.getRuntime().removeShutdownHook(endWithBench);
    }
    if (!run.ended) {
      throw new BenchException("the trainer ended without a result; see " + log);
    }
    return run.guesses();
  }

  private static void option(List<String> command, String name, int value) {
    command.add(name);
    command.add(String.valueOf(value));
  }

  void accept(TrainerMessage message) {
    long now = clock.getAsLong();
    if (message instanceof TrainerMessage.Metrics metrics) {
      var point = metrics.point();
      while (heard.size() < MARKS.size()
          && 100L * point.iteration() >= (long) MARKS.get(heard.size()) * iterations) {
        heard.add(new Heard(MARKS.get(heard.size()), point, now));
      }
    } else if (message instanceof TrainerMessage.Result) {
      end = now;
      ended = true;
    }
  }

  /** The guesses, once the run has ended. */
  List<Guess> guesses() {
    return heard.stream()
        .map(
            at ->
                new Guess(
                    at.mark(),
                    at.point().remainingSecondsLow(),
                    at.point().remainingSeconds(),
                    at.point().remainingSecondsHigh(),
                    (end - at.nanos()) / NANOS))
        .toList();
  }
}
