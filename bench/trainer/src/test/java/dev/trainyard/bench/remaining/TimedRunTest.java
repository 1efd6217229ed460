package dev.trainyard.bench.remaining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimedRunTest {
  private static final long SECOND = 1_000_000_000L;

  private long now;
  private final TimedRun run = new TimedRun(100, () -> now);

  @Test
  void takesTheFirstGuessAtOrAfterEachMark() {
    hear(1, 10, 90);
    hear(24, 34, 76);
    hear(26, 36, 30);
    hear(80, 90, 20);
    now = 120 * SECOND;
    run.accept(new TrainerMessage.Result("model.zip", "", 1, Map.of()));

    assertThat(run.guesses())
        .containsExactly(
            new Guess(25, 15, 30, 60, 84),
            new Guess(50, 10, 20, 40, 30),
            new Guess(75, 10, 20, 40, 30));
    assertThat(run.guesses()).extracting(Guess::inside).containsExactly(false, true, true);
    assertThat(new Summary(run.guesses()).lastLine())
        .isEqualTo("inside_25=0.00 inside_50=1.00 inside_75=1.00 width_50=1.50");
  }

  @Test
  void choosesTheSameRunsForTheSameSeedAndOthersForAnother() {
    assertThat(RunTask.choose(10, 1))
        .isEqualTo(RunTask.choose(10, 1))
        .isNotEqualTo(RunTask.choose(10, 2))
        .anyMatch(RunTask::loaded)
        .anyMatch(task -> !task.loaded())
        .extracting(RunTask::imageSize)
        .contains(32, 64, 96);
  }

  @Test
  void refusesNoRunsAndNamesTheOption() {
    var errors = new StringWriter();

    int code =
        BenchRemainingTime.commandLine()
            .setErr(new PrintWriter(errors, true))
            .execute("--runs", "0");

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString()).contains("--runs").contains("at least 1");
  }

  private void hear(int iteration, int seconds, double remaining) {
    now = seconds * SECOND;
    run.accept(
        new TrainerMessage.Metrics(
            new MetricPoint(
                iteration,
                1,
                null,
                null,
                null,
                null,
                remaining,
                remaining / 2,
                remaining * 2,
                null,
                null,
                null)));
  }
}
