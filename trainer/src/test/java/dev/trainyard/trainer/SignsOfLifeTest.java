package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.report.MessageSink;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is alive in each of its phases, by the work of the thread that trains. */
class SignsOfLifeTest {
  private static final int ITERATIONS = 6;

  @TempDir Path folder;

  /** Counts the signs of life between two messages. */
  private static final class Watcher implements MessageSink {
    private final List<TrainerMessage> messages = new ArrayList<>();
    private final List<Integer> signs = new ArrayList<>(List.of(0));
    private final Set<String> threads = new TreeSet<>();

    @Override
    public void accept(TrainerMessage message) {
      messages.add(message);
      signs.add(0);
    }

    @Override
    public void alive() {
      threads.add(Thread.currentThread().getName());
      signs.set(messages.size(), signs.get(messages.size()) + 1);
    }

    /** Signs of life after message {@code from} and before message {@code to}. */
    private int between(int from, int to) {
      return signs.subList(from + 1, to + 1).stream().mapToInt(Integer::intValue).sum();
    }

    private int stage(LaunchStage stage) {
      return messages.indexOf(new TrainerMessage.Stage(stage));
    }
  }

  @Test
  void showsSignsOfLifeInEveryPhase() throws Exception {
    TestDataset.create(folder.resolve("data"), 8, 12);
    var specification =
        new TestRun(folder.resolve("data"), folder.resolve("work"))
            .with("iterations", ITERATIONS)
            .with("updatePeriodSeconds", 60)
            .with("evaluationInterval", 1_000)
            .with("dataLoaderWorkers", 1)
            .specification();
    var watcher = new Watcher();

    new TrainingRun(specification, watcher, new StopSignal(), Clock.systemUTC()).execute();

    int ready = watcher.stage(LaunchStage.TEST_DATASET_READY);
    int started = watcher.stage(LaunchStage.RUN_STARTED);
    int last = watcher.messages.size() - 1;
    assertThat(watcher.messages.get(last)).isInstanceOf(TrainerMessage.Result.class);
    // 60 images are looked at, 36 of them decoded by eight.
    assertThat(watcher.between(-1, ready)).isEqualTo(60 + 5);
    // Each iteration, and one batch of the evaluation in the last one.
    int checkpoint = watcher.messages.lastIndexOf(new TrainerMessage.Checkpoint(ITERATIONS));
    assertThat(watcher.between(started, checkpoint)).isEqualTo(ITERATIONS + 1);
    // The model is written, read back with one batch, and packed.
    assertThat(watcher.between(checkpoint, last)).isEqualTo(3);
    assertThat(watcher.threads).containsExactly(Thread.currentThread().getName());
  }
}
