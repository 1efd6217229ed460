package dev.trainyard.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunRetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void keepsTheNewestUpToTheirNumber() {
    assertThat(expired(2, 100, List.of(run("old", 3, 1), run("new", 1, 1), run("middle", 2, 1))))
        .containsExactly("old");
  }

  @Test
  void removesWhatIsTooOld() {
    assertThat(expired(10, 100, List.of(run("old", 31, 1), run("just", 30, 1))))
        .containsExactly("old");
  }

  @Test
  void removesTheOldestUntilTheRestFits() {
    assertThat(expired(10, 10, List.of(run("a", 1, 6), run("b", 2, 5), run("c", 3, 4))))
        .containsExactly("b");
    assertThat(expired(10, 10, List.of(run("large", 1, 11), run("small", 2, 1))))
        .containsExactly("large");
  }

  private static List<String> expired(
      int number, long bytes, List<RunRetention.Kept<String>> runs) {
    return new RunRetention(number, Duration.ofDays(30), bytes).expired(runs, NOW);
  }

  private static RunRetention.Kept<String> run(String name, int daysAgo, long bytes) {
    return new RunRetention.Kept<>(name, NOW.minus(Duration.ofDays(daysAgo)), bytes);
  }
}
