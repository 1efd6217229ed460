package dev.trainyard.bench.remaining;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One run of the benchmark.
 *
 * @param loaded other work disturbs it
 */
record RunTask(
    int imageSize,
    int batchSize,
    int iterations,
    int evaluationInterval,
    int seed,
    boolean loaded) {
  private static final int LOADED_OF = 5;
  private static final int LOADED = 3;

  // Of about the same length each.
  private record Kind(int imageSize, int batchSize, int shortest, int longest) {}

  private static final List<Kind> KINDS =
      List.of(new Kind(32, 32, 150, 400), new Kind(64, 16, 100, 250), new Kind(96, 8, 80, 200));

  /**
   * Tasks of all kinds, three of five disturbed.
   *
   * @param seed same seed, same tasks
   */
  static List<RunTask> choose(int runs, long seed) {
    var random = new Random(seed);
    var tasks = new ArrayList<RunTask>();
    for (int run = 0; run < runs; run++) {
      var kind = KINDS.get(run % KINDS.size());
      int iterations = kind.shortest() + random.nextInt(kind.longest() - kind.shortest() + 1);
      int evaluations = 2 + random.nextInt(5);
      tasks.add(
          new RunTask(
              kind.imageSize(),
              kind.batchSize(),
              iterations,
              iterations / evaluations,
              random.nextInt(1_000_000),
              run % LOADED_OF < LOADED));
    }
    return tasks;
  }

  String describe() {
    return "%d px, batch %d, %d iterations%s"
        .formatted(imageSize, batchSize, iterations, loaded ? ", other work" : "");
  }
}
