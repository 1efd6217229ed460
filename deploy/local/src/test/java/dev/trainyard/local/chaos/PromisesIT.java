package dev.trainyard.local.chaos;

import static dev.trainyard.contracts.process.ProcessStatus.STOPPED;
import static dev.trainyard.local.chaos.ChaosPlatform.awaiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the time limits that users feel, with the settings of every day, and prints them beside
 * what is promised. It fails when the thing does not happen at all, not when it is slow.
 */
@Tag("chaos")
class PromisesIT {
  private static final int MANY_ITERATIONS = 100_000;

  @TempDir static Path directory;

  @Test
  void showsHowLongTheFaultsAreFelt() throws Exception {
    try (var platform = ChaosPlatform.start(directory, Map.of())) {
      var training = platform.training("promises", MANY_ITERATIONS).start();
      training.awaitIteration(20);

      var killed = Instant.now();
      training.killTrainer();
      awaiting("training again")
          .until(
              () -> {
                var latest = training.view().path("latestMetrics").path("time");
                return platform.trainers().of(training.id()).size() == 2
                    && Instant.parse(latest.asText()).isAfter(lastMark(platform, training));
              });
      var again = Duration.between(killed, Instant.now());

      var asked = Instant.now();
      training.stop().awaitStatus(STOPPED);
      var stopped = Duration.between(asked, Instant.now());
      try (var files = Files.walk(platform.runDirectory(training.id()))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .anyMatch(name -> name.contains("checkpoint"));
      }

      platform.awaitAvailability("YES");
      var lost = Instant.now();
      platform.faults().kill(Part.AGENT);
      platform.awaitAvailability("NO");
      var shown = Duration.between(lost, Instant.now());

      System.out.printf(
          Locale.ROOT,
          "machine_loss_shown_s=%.1f (promised 30) stop_with_checkpoint_s=%.1f (15)"
              + " trainer_again_s=%.1f (30)%n",
          seconds(shown),
          seconds(stopped),
          seconds(again));
    }
  }

  /** When the second trainer was there; a measurement after it is its own. */
  private static Instant lastMark(ChaosPlatform platform, Training training) {
    return platform.trainers().of(training.id()).stream()
        .map(TrainerWatch.Trainer::startedAt)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
