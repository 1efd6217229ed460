package dev.trainyard.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.StartCommands;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {
  @TempDir Path data;
  private final AtomicInteger reports = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(classes = {OutOfMemoryError.class, NoClassDefFoundError.class})
  void failsWhenTheAgentHasAnError(Class<? extends Error> type) throws Exception {
    var run = runThatThrows(type.getConstructor(String.class).newInstance("for a test"));
    run.run();
    var report = run.journal().state().report();
    assertThat(report.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(report.failure().cause()).isEqualTo(FailureCause.INTERNAL);
    assertThat(report.failure().message()).contains(type.getSimpleName(), "for a test");
    assertThat(reports).hasValue(1);
    assertThat(run.isActive()).isFalse();
  }

  @Test
  void failsWhenTheAgentHasAFault() {
    var run = runThatThrows(new IllegalStateException("for a test"));
    run.run();
    assertThat(run.journal().state().report().failure().cause()).isEqualTo(FailureCause.INTERNAL);
  }

  private Run runThatThrows(Throwable failure) {
    var command = new StartCommands(UUID.randomUUID(), "0".repeat(64)).first("test");
    var json = new LenientJson();
    var store = new RunStateStore(AgentConfigs.of(data, Map.of()), json, Clock.systemUTC());
    var queued =
        new RunReport(
            command.processId(),
            command.machineId(),
            1,
            0,
            RunPhase.LAUNCHING,
            null,
            null,
            null,
            null,
            null);
    var journal =
        new RunJournal(
            RunState.of(queued, 10),
            true,
            store,
            null,
            Clock.systemUTC(),
            reports::incrementAndGet);
    journal.goUnheard();
    return new Run(command, new FailingPipeline(failure), journal);
  }

  private static final class FailingPipeline extends RunPipeline {
    private final Throwable failure;

    FailingPipeline(Throwable failure) {
      super(null, null, null, null, null, null, null);
      this.failure = failure;
    }

    @Override
    void keep(StartTraining command, RunJournal journal) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }
}
