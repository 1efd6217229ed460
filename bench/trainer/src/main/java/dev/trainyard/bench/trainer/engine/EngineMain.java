package dev.trainyard.bench.trainer.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.training.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Our side of the comparisons: reads one JSON object a line, works, answers with one. Its arguments
 * are {@code compute PRECISION IMAGE_SIZE BATCH_SIZE WARM_UP_SECONDS} or {@code training
 * PRECISION}. The end of the input ends it.
 */
public final class EngineMain {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PrintStream ANSWERS = System.out;

  private interface Work {
    Object answer(JsonNode request) throws IOException;
  }

  private EngineMain() {}

  /** Serves until the input ends. */
  public static void main(String[] arguments) throws IOException {
    // Standard output belongs to answers.
    System.setOut(System.err);
    var precision = Precision.valueOf(arguments[1]);
    switch (arguments[0]) {
      case "compute" ->
          compute(
              precision,
              Integer.parseInt(arguments[2]),
              Integer.parseInt(arguments[3]),
              Double.parseDouble(arguments[4]));
      case "training" -> {
        say(Map.of("ready", true));
        serve(
            request ->
                TrainingWork.run(JSON.treeToValue(request, TrainingRequest.class), precision));
      }
      default -> throw new IllegalArgumentException("unknown work: " + arguments[0]);
    }
    // A library may have left threads.
    System.exit(0);
  }

  private static void compute(
      Precision precision, int imageSize, int batchSize, double warmUpSeconds) throws IOException {
    try (var step = new EngineStep(precision, imageSize, batchSize)) {
      run(step, batchSize, warmUpSeconds);
      say(
          Map.of(
              "ready",
              true,
              "djl",
              step.djlVersion(),
              "pytorch",
              step.pytorchVersion(),
              "precision",
              step.precision()));
      serve(request -> run(step, batchSize, request.get("seconds").asDouble()));
    }
  }

  private static Map<String, ?> run(EngineStep step, int batchSize, double seconds) {
    long start = System.nanoTime();
    double elapsed;
    int images = 0;
    do {
      step.run();
      images += batchSize;
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    return Map.of("images", images, "seconds", elapsed);
  }

  private static void serve(Work work) throws IOException {
    var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = requests.readLine(); line != null; line = requests.readLine()) {
      say(work.answer(JSON.readTree(line)));
    }
  }

  private static void say(Object answer) throws IOException {
    ANSWERS.println(JSON.writeValueAsString(answer));
  }
}
