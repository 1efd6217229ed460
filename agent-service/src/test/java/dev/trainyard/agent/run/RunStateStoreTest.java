package dev.trainyard.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.StartCommands;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.kit.tracing.TraceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @TempDir Path data;
  private RunStateStore store;

  @BeforeEach
  void open() {
    store =
        new RunStateStore(
            AgentConfigs.of(
                data, Map.of("runs-kept", "3", "runs-kept-for", "30d", "runs-kept-size", "1M")),
            new LenientJson(),
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void removesFinishedRunsThatAreTooOld() throws IOException {
    var old = run(RunPhase.SUCCEEDED, 31);
    var young = run(RunPhase.FAILED, 29);
    store.prune();
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void removesTheOldestWhenThereAreTooMany() throws IOException {
    var oldest = run(RunPhase.SUCCEEDED, 4);
    var others =
        new Path[] {
          run(RunPhase.STOPPED, 1), run(RunPhase.SUCCEEDED, 2), run(RunPhase.SUCCEEDED, 3)
        };
    store.prune();
    assertThat(oldest).doesNotExist();
    assertThat(others).allMatch(Files::exists);
  }

  @Test
  void removesWhatTakesTooMuchOfTheDisk() throws IOException {
    var large = run(RunPhase.SUCCEEDED, 1);
    Files.write(Files.createDirectory(large.resolve("work")).resolve("weights"), new byte[1 << 20]);
    store.prune();
    assertThat(large).doesNotExist();
  }

  @Test
  void keepsARunThatIsNotOver() throws IOException {
    var training = run(RunPhase.TRAINING, 40);
    store.prune();
    assertThat(training).exists();
  }

  @Test
  void removesRunsWhoseStateIsMissingOrDamagedAsIfTheyHadEndedWhenTheyChanged() throws IOException {
    var missing = runWithoutState(31);
    var damaged = run(RunPhase.TRAINING, 31);
    Files.writeString(damaged.resolve("state.json"), "{");
    changed(damaged, 31);
    var young = runWithoutState(29);
    store.prune();
    assertThat(missing).doesNotExist();
    assertThat(damaged).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void removesRunsWithoutAStateThatTakeTooMuchOfTheDisk() throws IOException {
    var large = runWithoutState(0);
    Files.write(large.resolve("weights"), new byte[(1 << 20) + 1]);
    store.prune();
    assertThat(large).doesNotExist();
  }

  @Test
  void neverRemovesTheRunInWork() throws IOException {
    var active = runWithoutState(31);
    store.prune(new RunDirectory(active));
    assertThat(active).exists();
  }

  @Test
  void keepsARunUntilItsReportsAreDelivered() throws IOException {
    var state = state(RunPhase.SUCCEEDED, 31);
    var reported = state.with(state.report());
    store.save(reported, false);
    store.prune();
    assertThat(directoryOf(state)).exists();
    store.save(reported.with(Undelivered.NOTHING), false);
    store.prune();
    assertThat(directoryOf(state)).doesNotExist();
  }

  @Test
  void countsARunWhoseReportsAreStillToBeDelivered() throws IOException {
    var newest = state(RunPhase.SUCCEEDED, 0);
    store.save(newest.with(newest.report()), false);
    run(RunPhase.SUCCEEDED, 1);
    run(RunPhase.SUCCEEDED, 2);
    var oldest = run(RunPhase.SUCCEEDED, 3);
    store.prune();
    assertThat(oldest).doesNotExist();
  }

  @Test
  void keepsTheTraceOfAnAttempt() throws IOException {
    var command = new StartCommands(UUID.randomUUID(), "0".repeat(64)).first("test");
    TraceContext.run(
        TRACEPARENT, () -> assertDoesNotThrow(() -> store.keep(command, journalOf(command))));
    assertThat(store.trace(command.processId(), command.attempt())).isEqualTo(TRACEPARENT);
    assertThat(store.trace(command.processId(), command.attempt() + 1)).isNull();
    assertThat(store.trace(UUID.randomUUID(), 1)).isNull();
  }

  @Test
  void aRunThatBeginsWhileAnEarlierAttemptOfItIsRemovedIsWhole() throws Exception {
    var commands = new StartCommands(UUID.randomUUID(), "0".repeat(64));
    for (var round = 0; round < 30; round++) {
      var earlier = state(RunPhase.FAILED, 31);
      store.save(earlier, false);
      var command = commands.attempt(earlier.report().processId(), 2, "test");
      var removal = CompletableFuture.runAsync(store::prune);
      store.keep(command, journalOf(command));
      removal.join();
      assertThat(store.command(command.processId(), 2)).contains(command);
      assertThat(store.load(command.processId()).orElseThrow().isFinal()).isFalse();
    }
  }

  @Test
  void removesNothingThatIsNoRun() throws IOException {
    var foreign = Files.createDirectories(data.resolve("runs/lost+found"));
    changed(foreign, 100);
    store.prune();
    assertThat(foreign).exists();
  }

  private Path run(RunPhase phase, int daysAgo) throws IOException {
    var state = state(phase, daysAgo);
    store.save(state, false);
    return directoryOf(state);
  }

  private static RunState state(RunPhase phase, int daysAgo) {
    return state(UUID.randomUUID(), 1, phase, daysAgo);
  }

  private static RunState state(UUID processId, int attempt, RunPhase phase, int daysAgo) {
    return RunState.of(
        new RunReport(
            processId,
            UUID.randomUUID(),
            attempt,
            1,
            phase,
            null,
            null,
            NOW.minus(Duration.ofDays(daysAgo)),
            null,
            null),
        10);
  }

  private Path directoryOf(RunState state) {
    return store.directory(state.report().processId()).root();
  }

  private RunJournal journalOf(StartTraining command) {
    var queued = state(command.processId(), command.attempt(), RunPhase.LAUNCHING, 0);
    return new RunJournal(queued, false, store, null, Clock.systemUTC(), () -> {});
  }

  private Path runWithoutState(int daysAgo) throws IOException {
    var directory = store.directory(UUID.randomUUID()).root();
    Files.createDirectories(directory.resolve("work"));
    changed(directory, daysAgo);
    return directory;
  }

  private static void changed(Path directory, int daysAgo) throws IOException {
    Files.setLastModifiedTime(directory, FileTime.from(NOW.minus(Duration.ofDays(daysAgo))));
  }
}
