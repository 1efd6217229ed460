package dev.trainyard.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.platform.LenientJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldRunsTest {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path data;
  private RunStateStore store;
  private OldRuns oldRuns;

  @BeforeEach
  void keepNone() {
    store =
        new RunStateStore(
            AgentConfigs.of(data, Map.of("runs-kept", "0")), new LenientJson(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    oldRuns.stop();
  }

  @Test
  void removesThemTimeAndAgain() throws IOException {
    oldRuns = oldRuns(Optional::empty, SHORT);
    oldRuns.start();
    for (var round = 0; round < 2; round++) {
      awaitRemoval(run());
    }
  }

  @Test
  void removesThemWhenTold() throws IOException {
    oldRuns = oldRuns(Optional::empty, LONG);
    oldRuns.start();
    var old = run();
    oldRuns.removeSoon();
    awaitRemoval(old);
  }

  @Test
  void leavesTheRunInWork() throws IOException {
    var active = run();
    oldRuns = oldRuns(() -> Optional.of(active), SHORT);
    oldRuns.start();
    awaitRemoval(run());
    awaitRemoval(run());
    assertThat(active.root()).exists();
  }

  @Test
  void goesOnAfterAFault() throws IOException {
    var looks = new AtomicInteger();
    oldRuns =
        oldRuns(
            () -> {
              if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("for a test");
              }
              return Optional.empty();
            },
            SHORT);
    oldRuns.start();
    awaitRemoval(run());
  }

  private OldRuns oldRuns(Supplier<Optional<RunDirectory>> active, Duration interval) {
    return new OldRuns(store, active, interval);
  }

  private RunDirectory run() throws IOException {
    var directory = store.directory(UUID.randomUUID());
    Files.createDirectories(directory.root());
    return directory;
  }

  private static void awaitRemoval(RunDirectory directory) {
    await().atMost(Duration.ofSeconds(10)).until(() -> Files.notExists(directory.root()));
  }
}
